package org.xinfu.trust;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Why something is not plainly valid. A closed list: the code is the same string here, in {@code
 * specs/reasons.yaml}, in logs, in HTTP problems and in the CLI. The sentences live in the resource
 * {@code reasons_*.properties} beside this class. Of several reasons the one with the highest
 * {@link #rank} wins, since it says most.
 */
public enum Reason {
  // The document as a whole.
  MALFORMED(10, ""),
  NO_SIGNATURE(5, ""),
  FORMAT_MODULE_MISSING(6, ""),
  BUDGET_EXCEEDED(20, ""),
  CONTENT_NOT_COVERED(30, "GB/T 33190 18.2.2"),

  // Cryptography.
  SIGNATURE_VALUE_WRONG(50, "GM/T 0031 6.2.3 b"),
  DIGEST_MISMATCH(60, "GM/T 0031 6.2.3 e"),
  ALGORITHM_NOT_ALLOWED(45, "GB/T 32918"),
  ALGORITHM_MISMATCH(46, "GB/T 38540"),
  ENCODING_NOT_STANDARD(25, "GM/T 0009"),

  // Certificates.
  NO_TRUST_ANCHOR(12, "RFC 5280 6.1.1"),
  CHAIN_BROKEN(55, "RFC 5280 6.1.3"),
  NOT_A_CA(56, "RFC 5280 6.1.4 k"),
  PATH_TOO_LONG(57, "RFC 5280 6.1.4 m"),
  KEY_USAGE_WRONG(58, "RFC 5280 4.2.1.3"),
  CRITICAL_EXTENSION_UNKNOWN(59, "RFC 5280 4.2"),
  NAME_NOT_PERMITTED(41, "RFC 5280 4.2.1.10"),
  CERTIFICATE_POLICY_WRONG(19, "RFC 5280 6.1.5"),
  ANCHOR_DISTRUSTED(23, ""),
  TRUST_LIST_NOT_SIGNED(32, ""),
  TRUST_LIST_ROLLED_BACK(33, ""),
  TRUST_LIST_FORKED(34, ""),
  TRUST_LIST_STALE(24, ""),
  CERTIFICATE_NOT_YET_VALID(61, "RFC 5280 4.1.2.5"),
  CERTIFICATE_EXPIRED(62, "RFC 5280 4.1.2.5"),
  CERTIFICATE_REVOKED(70, "RFC 5280 5.3"),
  REVOCATION_UNKNOWN(13, "RFC 5280 6.3"),
  TIME_NOT_PROVEN(14, "GM/T 0031 6.2.3 d"),
  NO_PROOF_OF_EXISTENCE(15, "ETSI EN 319 102-1 5.6.2.4"),
  SIGNED_IN_FUTURE(54, "GM/T 0031 6.2.3 d"),
  SIGNING_TIME_CONTRADICTED(40, "GM/T 0031 6.2.3 d"),

  // Seals, GB/T 38540.
  SEAL_SIGNATURE_WRONG(65, "GM/T 0031 6.1.2 b"),
  SEAL_MAKER_NOT_TRUSTED(16, "GM/T 0031 6.1.2 c"),
  SEAL_NOT_YET_VALID(63, "GM/T 0031 6.1.2 d"),
  SEAL_EXPIRED(64, "GM/T 0031 6.1.2 d"),
  SIGNER_NOT_IN_SEAL(66, "GB/T 38540"),
  SEAL_VERSION_CONTRADICTION(47, "GB/T 38540"),
  SEAL_VERSION_UNSUPPORTED(7, "GM/T 0031"),
  SEAL_FILE_DIFFERS(67, "GB/T 33190 18.2.5"),
  PROPERTY_INFO_MISMATCH(68, "GB/T 38540"),

  // OFD, GB/T 33190.
  PACKAGE_AMBIGUOUS(71, "GB/T 33190 6"),
  PATH_ILLEGAL(72, "GB/T 33190 6"),
  XML_FORBIDDEN(73, "GB/T 33190 7"),
  REFERENCED_FILE_MISSING(69, "GB/T 33190 18.2.2"),
  REFERENCE_DUPLICATED(74, "GB/T 33190 18.2.2"),
  FILE_NOT_EXPECTED(31, "GM/T 0099"),
  SIGNATURE_TYPE_MISMATCH(48, "GB/T 33190 18.1"),
  STAMP_NOT_ON_PAGE(49, "GB/T 33190 18.2.3"),
  SIGNATURE_LIST_CHANGED(75, "GB/T 33190 18.1"),

  // PDF, ISO 32000-2.
  BYTE_RANGE_WRONG(76, "ISO 32000-2 12.8.1"),
  CONTENTS_PADDING_WRONG(77, "ISO 32000-2 12.8.1"),
  CHANGED_AFTER_SIGNING(78, "ISO 32000-2 12.8.2.2"),
  SIGNATURE_DICTIONARY_WRONG(51, "ISO 32000-2 12.8.1"),

  // CMS, RFC 5652.
  SIGNED_ATTRIBUTE_WRONG(52, "RFC 5652 11"),
  SIGNING_CERTIFICATE_MISMATCH(53, "RFC 5035 5"),
  SIGNER_CERTIFICATE_MISSING(18, "RFC 5652 5.1"),
  TIMESTAMP_WRONG(85, "RFC 3161 2.4.2"),

  // XML, XML-DSig 1.1.
  TRANSFORM_NOT_ALLOWED(140, "XML-DSig 8.1.1"),
  SIGNED_CONTENT_MISSING(141, "XML-DSig 3.2.1"),
  KEY_INFO_MISMATCH(142, "XML-DSig 4.5"),
  IDENTIFIER_DUPLICATED(143, "XML-DSig 4.5.1"),
  SIGNATURE_WRAPPED(144, "XML-DSig 8.1.2"),

  // JWT and SD-JWT, RFC 7519 and RFC 9901.
  TOKEN_EXPIRED(35, "RFC 7519 4.1.4"),
  TOKEN_NOT_YET_VALID(36, "RFC 7519 4.1.5"),
  KEY_BINDING_MISSING(37, "RFC 9901 7.3"),
  KEY_BINDING_WRONG(121, "RFC 9901 4.3"),
  DISCLOSURE_WRONG(122, "RFC 9901 7.1"),

  // Registers of the services.
  SEAL_NOT_REGISTERED(80, ""),
  SEAL_NOT_ACTIVE(79, ""),
  LICENCE_UNKNOWN(17, "GB/T 36904"),
  LICENCE_DIFFERS(81, "GB/T 36905"),
  LICENCE_REVOKED(83, "GB/T 36903"),
  LICENCE_EXPIRED(82, "GB/T 36903"),
  LICENCE_SUPERSEDED(84, "GB/T 36903");

  private final int rank;
  private final String clause;

  Reason(int rank, String clause) {
    this.rank = rank;
    this.clause = clause;
  }

  /** The stable kebab-case code. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** How specific it is; the highest of several is reported. */
  public int rank() {
    return rank;
  }

  /** The clause it comes from; empty when no standard names it. */
  public String clause() {
    return clause;
  }

  /** One sentence in {@code language}: Chinese for {@code zh}, English for anything else. */
  public String sentence(Locale language) {
    return Sentences.of(this, language);
  }

  /** The reason with this code. */
  public static Optional<Reason> ofCode(String code) {
    return Arrays.stream(values()).filter(r -> r.code().equals(code)).findFirst();
  }
}
