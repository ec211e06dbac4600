package org.xinfu.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERT61String;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.CertStatus;
import org.bouncycastle.asn1.ocsp.ResponderID;
import org.bouncycastle.asn1.ocsp.ResponseData;
import org.bouncycastle.asn1.ocsp.RevokedInfo;
import org.bouncycastle.asn1.ocsp.SingleResponse;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xinfu.testkit.SoftKeyVault;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.ChainQuery.Lenience;
import org.xinfu.trust.chain.ChainQuery.Role;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/**
 * One name in another string type, case or spacing is the same name (RFC 5280 §7.1), in
 * certificates, lists and answers; another name is not, however alike.
 */
class NameEncodingTest {
  private static final Instant NOW = TestPki.NOW;
  private static final SoftKeyVault VAULT = SoftKeyVault.seeded("name encoding");
  private static final Signer CA = VAULT.key(SignatureAlgorithm.SM2_SM3, "ca");
  private static final Signer KEY = VAULT.key(SignatureAlgorithm.SM2_SM3, "leaf");

  /** How the CA writes its own name. */
  private static final X500Name OWN = named("Name Test CA", DERPrintableString::new);

  private static final Certificate ROOT =
      CertificateForge.root("CN=x", CA).names(OWN, OWN).ca().make();

  /** How others write it. */
  private enum Spelling {
    THE_SAME(OWN, true),
    UTF8(named("Name Test CA", DERUTF8String::new), true),
    BMP(named("Name Test CA", DERBMPString::new), true),
    T61(named("Name Test CA", DERT61String::new), true),
    CASE(named("NAME test ca", DERUTF8String::new), true),
    SPACES(named("  Name   Test CA ", DERUTF8String::new), true),
    OTHER_LETTER(named("Name Test CB", DERUTF8String::new), false),
    NO_SPACE(named("NameTest CA", DERUTF8String::new), false),
    LOOK_ALIKE(named("Name Test \u0421\u0410", DERUTF8String::new), false),
    SHORTER(
        new X500NameBuilder().addRDN(BCStyle.CN, new DERUTF8String("Name Test CA")).build(), false),
    OTHER_ORDER(
        new X500NameBuilder()
            .addRDN(BCStyle.CN, new DERUTF8String("Name Test CA"))
            .addRDN(BCStyle.C, new DERPrintableString("CN"))
            .build(),
        false);

    private final X500Name name;
    private final boolean same;

    Spelling(X500Name name, boolean same) {
      this.name = name;
      this.same = same;
    }
  }

  private static X500Name named(String text, Function<String, ASN1Encodable> type) {
    return new X500NameBuilder()
        .addRDN(BCStyle.C, new DERPrintableString("CN"))
        .addRDN(BCStyle.CN, type.apply(text))
        .build();
  }

  @ParameterizedTest
  @EnumSource
  void theIssuerIsFound(Spelling spelling) throws IOException {
    Report report = judge(leaf(spelling.name), List.of(list(OWN, false)), List.of());
    assertThat(report.conclusion())
        .as("%s", report)
        .isEqualTo(spelling.same ? Conclusion.VALID : Conclusion.INDETERMINATE);
    if (!spelling.same) {
      assertThat(report.reason()).contains(Reason.NO_TRUST_ANCHOR);
    }
  }

  @ParameterizedTest
  @EnumSource
  void itsListIsHeard(Spelling spelling) throws IOException {
    assertHeard(spelling, leaf(OWN), false);
    assertHeard(spelling, leaf(named("name test ca", DERBMPString::new)), false);
  }

  @ParameterizedTest
  @EnumSource
  void itsAnswerIsHeard(Spelling spelling) throws IOException {
    assertHeard(spelling, leaf(OWN), true);
    assertHeard(spelling, leaf(Spelling.UTF8.name), true);
  }

  /** CertID hashes the name in the certificate; some responders hash the issuer's own. */
  @ParameterizedTest
  @EnumSource(names = {"UTF8", "BMP", "CASE"})
  void eitherEncodingMayBeHashed(Spelling spelling) throws IOException {
    Certificate leaf = leaf(spelling.name);
    for (X500Name hashed : List.of(spelling.name, OWN)) {
      Bytes answer = answer(leaf, OWN, hashed, true);
      assertThat(judge(leaf, List.of(), List.of(answer)).reason())
          .contains(Reason.CERTIFICATE_REVOKED);
    }
    Bytes third = answer(leaf, OWN, Spelling.OTHER_LETTER.name, true);
    assertThat(judge(leaf, List.of(), List.of(third)).reason()).contains(Reason.REVOCATION_UNKNOWN);
  }

  private static void assertHeard(Spelling spelling, Certificate leaf, boolean ocsp)
      throws IOException {
    for (boolean revoked : new boolean[] {false, true}) {
      X500Name hashed = leaf.holder().getIssuer();
      Report report =
          ocsp
              ? judge(leaf, List.of(), List.of(answer(leaf, spelling.name, hashed, revoked)))
              : judge(leaf, List.of(list(spelling.name, revoked)), List.of());
      Optional<Reason> heard = revoked ? Optional.of(Reason.CERTIFICATE_REVOKED) : Optional.empty();
      assertThat(report.reason())
          .as("%s", report)
          .isEqualTo(spelling.same ? heard : Optional.of(Reason.REVOCATION_UNKNOWN));
    }
  }

  private static Certificate leaf(X500Name issuer) {
    X500Name own = named("leaf", DERUTF8String::new);
    return new CertificateForge("CN=x", KEY, CA, "CN=x")
        .names(own, issuer)
        .usage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation)
        .make();
  }

  private static Bytes list(X500Name issuer, boolean revoked) throws IOException {
    X509v2CRLBuilder builder =
        new X509v2CRLBuilder(issuer, Date.from(NOW.minusSeconds(60)))
            .setNextUpdate(Date.from(NOW.plusSeconds(3600)));
    if (revoked) {
      builder.addCRLEntry(BigInteger.valueOf(77), Date.from(TestPki.BEGIN), CRLReason.superseded);
    }
    return Bytes.of(builder.build(new SignerContent(CA)).getEncoded());
  }

  private static Bytes answer(
      Certificate leaf, X500Name responder, X500Name hashed, boolean revoked) throws IOException {
    DERGeneralizedTime made = new DERGeneralizedTime(Date.from(NOW.minusSeconds(60)));
    CertID id =
        new CertID(
            new AlgorithmIdentifier(Hash.SHA1.oid()),
            new DEROctetString(Hash.SHA1.of(Der.encode(hashed)).toArray()),
            new DEROctetString(Hash.SHA1.of(OcspSingle.keyBits(ROOT)).toArray()),
            new ASN1Integer(leaf.serial()));
    CertStatus status =
        revoked
            ? new CertStatus(
                new RevokedInfo(new DERGeneralizedTime(Date.from(TestPki.BEGIN)), null))
            : new CertStatus();
    SingleResponse single =
        new SingleResponse(
            id,
            status,
            made,
            new DERGeneralizedTime(Date.from(NOW.plusSeconds(3600))),
            (Extensions) null);
    ResponseData content =
        new ResponseData(
            new ResponderID(responder), made, new DERSequence(single), (Extensions) null);
    SignerContent signer = new SignerContent(CA);
    signer.getOutputStream().write(content.getEncoded("DER"));
    return Bytes.of(
        new BasicOCSPResponse(
                content,
                signer.getAlgorithmIdentifier(),
                new DERBitString(signer.getSignature()),
                null)
            .getEncoded("DER"));
  }

  private static Report judge(Certificate leaf, List<Bytes> crls, List<Bytes> ocsps) {
    TrustPolicy policy =
        TestPki.seeded("name encoding")
            .policy()
            .withMode(TrustPolicy.Mode.STRICT)
            .withSigners(List.of(ROOT))
            .withCrls(crls)
            .withOcsps(ocsps);
    ChainQuery query =
        new ChainQuery(
            policy, Role.SIGNER, NOW.minusSeconds(7200), TimeSource.TIMESTAMP, Lenience.ETSI);
    return ChainValidator.validate(leaf, List.of(), query).report();
  }
}
