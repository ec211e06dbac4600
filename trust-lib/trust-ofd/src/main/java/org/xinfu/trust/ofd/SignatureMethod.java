package org.xinfu.trust.ofd;

import java.util.Locale;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.chain.SignatureIdentifiers;
import org.xinfu.trust.key.SignatureScheme.Kind;

/** What Signature.xml says that it is signed with, against what signed it. */
final class SignatureMethod {
  private static final String ID = "signature-method";
  private static final String CLAUSE = "GB/T 33190 18.2.1";
  private static final String SM2 = "1.2.156.10197.1.501";

  /** The key's own number, the number without an arc as ofdrw has it, and names. */
  private static final Set<String> SM2_SPELLINGS =
      Set.of(
          "1.2.156.10197.1.301",
          "1.2.156.10197.1.301.1",
          "1.2.156.10197.501",
          "SM2",
          "SM3WITHSM2",
          "SM2WITHSM3",
          "SM2SM3",
          "SM3SM2",
          "");

  private SignatureMethod() {}

  /** Whether the identifier is one of RSA. */
  static boolean isRsa(String method) {
    return method.startsWith("1.2.840.113549.1.1.")
        || method.toUpperCase(Locale.ROOT).contains("RSA");
  }

  /**
   * A contradiction between what is said and what was done is refused.
   *
   * @param suite that the value was judged in; null when it was not
   */
  static void check(String method, @Nullable String suite, boolean strict, Report.Builder checks) {
    String plain = method.toUpperCase(Locale.ROOT).replaceAll("[-_ ]", "");
    boolean sm2 = suite == null || suite.startsWith("SM2");
    if (method.equals(SM2) && sm2) {
      checks.pass(ID, CLAUSE, method);
    } else if (SM2_SPELLINGS.contains(plain) && sm2) {
      if (strict) {
        checks.fail(ID, CLAUSE, Reason.ENCODING_NOT_STANDARD, method);
      } else {
        checks.warn(ID, CLAUSE, Reason.ENCODING_NOT_STANDARD, method);
      }
    } else if (isRsa(method) && suite != null && suite.startsWith("RSA")) {
      checks.pass(ID, CLAUSE, method);
    } else if (isRsa(method)
        || method.equals(SM2)
        || SM2_SPELLINGS.contains(plain)
        || known(method)) {
      checks.fail(ID, CLAUSE, Reason.ALGORITHM_MISMATCH, method + ", signed with " + suite);
    } else {
      checks.unknown(ID, CLAUSE, Reason.ALGORITHM_NOT_ALLOWED, method);
    }
  }

  private static boolean known(String method) {
    return method.matches("[0-2](\\.\\d{1,9}){2,15}")
        && SignatureIdentifiers.parse(new AlgorithmIdentifier(new ASN1ObjectIdentifier(method)))
            .filter(s -> s.kind() != Kind.SM2)
            .isPresent();
  }
}
