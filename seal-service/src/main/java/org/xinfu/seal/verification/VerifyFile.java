package org.xinfu.seal.verification;

import org.springframework.stereotype.Service;
import org.xinfu.seal.ca.ServicePolicy;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Trust;

/** Judges a stranger's file with the anchors of this service, and adds what the register knows. */
@Service
public class VerifyFile {
  private final ServicePolicy policies;
  private final RegisterStatus register;

  VerifyFile(ServicePolicy policies, RegisterStatus register) {
    this.policies = policies;
    this.register = register;
  }

  /** The judgement; a malformed file is one too. */
  public DocumentReport verify(Bytes file) {
    return register.added(Trust.verify(DocumentSource.of(file), policies.now()));
  }
}
