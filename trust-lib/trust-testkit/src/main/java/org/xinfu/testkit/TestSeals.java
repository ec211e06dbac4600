package org.xinfu.testkit;

import java.time.Instant;
import java.util.List;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.seal.SealMaker;
import org.xinfu.trust.seal.SealPicture;
import org.xinfu.trust.seal.SealSigner;
import org.xinfu.trust.seal.SealSpec;
import org.xinfu.trust.seal.SealedContent;

/** Seals and signatures with them, made with the test PKI. */
public final class TestSeals {
  /** When seals are made and begin. */
  public static final Instant MADE = Instant.parse("2026-02-01T00:00:00Z");

  /** When seals end. */
  public static final Instant SEAL_END = Instant.parse("2028-02-01T00:00:00Z");

  /** When the usual signature is made: an hour before {@link TestPki#NOW}. */
  public static final Instant SIGNED = Instant.parse("2026-11-01T01:00:00Z");

  /** What the usual signature protects. */
  public static final Bytes CONTENT = Bytes.utf8("<样例/>");

  /** SM3 of {@link #CONTENT}. */
  public static final Bytes CONTENT_DIGEST = Digests.sm3(CONTENT);

  /** What the usual signature names as protected. */
  public static final String PATH = "/Doc_0/Signs/Sign_0/Signature.xml";

  /** The smallest PNG: one red pixel. */
  public static final Bytes PNG =
      Bytes.hex(
          "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
              + "53de0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082");

  private TestSeals() {}

  /** What the usual seal says: 42 mm round, named by certificate. */
  public static SealSpec spec(Signer... signers) {
    return new SealSpec(
        "51000000000001",
        "xinfu-test",
        1,
        "样例印章",
        List.of(signers).stream().map(TestSeals::certificate).toList(),
        false,
        MADE,
        MADE,
        SEAL_END,
        new SealPicture("PNG", PNG, 42, 42));
  }

  /** The usual seal for these signers. */
  public static Bytes seal(Signer maker, Signer... signers) {
    return SealMaker.make(spec(signers), maker);
  }

  /** The usual signature with a seal. */
  public static Bytes signature(Bytes seal, Signer signer) {
    return SealSigner.sign(new SealedContent(seal, CONTENT_DIGEST, PATH, SIGNED), signer);
  }

  /** The signer's own certificate. */
  public static Certificate certificate(Signer signer) {
    return signer.chain().get(0);
  }
}
