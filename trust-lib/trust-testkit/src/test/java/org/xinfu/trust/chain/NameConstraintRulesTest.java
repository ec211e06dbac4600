package org.xinfu.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.testkit.SoftKeyVault;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Check;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** Name constraints, RFC 5280 §4.2.1.10: each form, inside, outside and unreadable. */
class NameConstraintRulesTest {
  private static final Signer KEY =
      SoftKeyVault.seeded("name constraints").key(SignatureAlgorithm.SM2_SM3, "any");
  private static final int EMAIL = GeneralName.rfc822Name;
  private static final int DNS = GeneralName.dNSName;
  private static final int URI = GeneralName.uniformResourceIdentifier;
  private static final int IP = GeneralName.iPAddress;

  /** form, name, base, within (an empty answer: cannot be read). */
  @ParameterizedTest
  @CsvSource({
    "1, a@host.cn, host.cn, true",
    "1, a@HOST.cn, host.CN, true",
    "1, a@sub.host.cn, host.cn, false",
    "1, a@sub.host.cn, .host.cn, true",
    "1, a@host.cn, .host.cn, false",
    "1, a@host.cn, a@host.cn, true",
    "1, A@host.cn, a@host.cn, false",
    "1, b@host.cn, a@host.cn, false",
    "1, a@evilhost.cn, host.cn, false",
    "1, a@HOST.cn, @host.CN, true",
    "1, a@sub.host.cn, @host.cn, false",
    "1, a@evilhost.cn, @host.cn, false",
    "1, a@host.cn, @.host.cn, false",
    "1, '\"a@b\"@host.cn', host.cn, true",
    "1, '\"a@b\"@evil.cn', host.cn, false",
    "1, '\"@host.cn', host.cn, true",
    "1, '\"a\"b@c\"d@host.cn', host.cn,",
    "1, a.host.cn, host.cn,",
    "1, a@b@host.cn, host.cn,",
    "1, @host.cn, host.cn,",
    "1, a@, host.cn,",
    "2, host.cn, host.cn, true",
    "2, www.host.cn, host.cn, true",
    "2, www.host.cn., HOST.cn, true",
    "2, www.host.cn, .host.cn, true",
    "2, evilhost.cn, host.cn, false",
    "2, cn, host.cn, false",
    "2, *.host.cn, host.cn, true",
    "2, any.cn, '', true",
    "6, https://host.cn/path, host.cn, true",
    "6, https://user@host.cn:8443/path, host.cn, true",
    "6, https://sub.host.cn, host.cn, false",
    "6, https://sub.host.cn?x, .host.cn, true",
    "6, https://host.cn@evil.cn/, host.cn, false",
    "6, https://evil.cn#@host.cn, host.cn, false",
    "6, https://evil.cn\\@host.cn, host.cn, false",
    "6, urn:oid:1.2.3, host.cn,",
    "6, https://10.0.0.1/, host.cn,",
    "6, https://[::1]/, host.cn,",
    "6, https:///path, host.cn,"
  })
  void textForms(int form, String name, String base, Boolean within) {
    assertThat(NameForms.within(text(form, name), text(form, base)))
        .isEqualTo(Optional.ofNullable(within));
  }

  @ParameterizedTest
  @CsvSource({
    "0a000001, 0a000000ff000000, true",
    "0b000001, 0a000000ff000000, false",
    "0a000001, 0a000001ffffffff, true",
    "0a000001, 0000000000000000, true",
    "0a000001, 20010db800000000000000000000000000000000000000000000000000000000, false",
    "20010db8000000000000000000000001,"
        + " 20010db8000000000000000000000000ffffffff000000000000000000000000, true",
    "20010db9000000000000000000000001,"
        + " 20010db8000000000000000000000000ffffffff000000000000000000000000, false",
    "0a0000, 0a000000ff000000,",
    "0a000001, 0a000000,"
  })
  void addresses(String address, String base, Boolean within) {
    assertThat(NameForms.within(octets(address), octets(base)))
        .isEqualTo(Optional.ofNullable(within));
  }

  @ParameterizedTest
  @CsvSource({
    "'C=CN,O=a,CN=x', 'C=CN,O=a', true",
    "'C=CN,O=A,CN=x', 'C=CN,O=a', true",
    "'C=CN,O=a', 'C=CN,O=a', true",
    "'C=CN', 'C=CN,O=a', false",
    "'O=a,C=CN,CN=x', 'C=CN,O=a', false",
    "'C=CN,O=ab,CN=x', 'C=CN,O=a', false",
    "'C=CN', '', true"
  })
  void directories(String name, String base, boolean within) {
    assertThat(NameForms.within(directory(name), directory(base))).contains(within);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void permittedNamesPassAndOthersFailCriticalOrNot(boolean critical) {
    CertificateForge ca = ca().with(Extension.nameConstraints, critical, permit(text(DNS, "a.cn")));
    assertThat(check(named(text(DNS, "x.a.cn")), ca).outcome()).isEqualTo(Outcome.PASS);
    assertRefused(check(named(text(DNS, "x.b.cn")), ca));
    assertRefused(check(named(text(DNS, "x.a.cn"), text(DNS, "x.b.cn")), ca));
    // Nothing is said about names of other forms.
    assertThat(check(named(text(URI, "https://b.cn")), ca).outcome()).isEqualTo(Outcome.PASS);
    assertThat(check(leaf("CN=leaf"), ca).outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  void excludedBeatsPermitted() {
    CertificateForge ca =
        ca().with(
                Extension.nameConstraints,
                true,
                constraints(List.of(text(DNS, "a.cn")), List.of(text(DNS, "bad.a.cn"))));
    assertThat(check(named(text(DNS, "good.a.cn")), ca).outcome()).isEqualTo(Outcome.PASS);
    assertRefused(check(named(text(DNS, "x.bad.a.cn")), ca));
    assertRefused(check(named(text(DNS, "*.a.cn")), ca));
  }

  @Test
  void whatCannotBeReadIsNeitherPermittedNorSafeFromExclusion() {
    GeneralName odd = text(EMAIL, "no address");
    CertificateForge permitting =
        ca().with(Extension.nameConstraints, true, permit(text(EMAIL, "a.cn")));
    CertificateForge excluding =
        ca().with(Extension.nameConstraints, true, exclude(text(EMAIL, "a.cn")));
    assertRefused(check(named(odd), permitting));
    assertRefused(check(named(odd), excluding));
    assertThat(check(named(text(EMAIL, "x@b.cn")), excluding).outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  void theSubjectAndItsAddressCountToo() {
    CertificateForge directories =
        ca().with(Extension.nameConstraints, true, permit(directory("C=CN,O=ours")));
    assertThat(check(leaf("CN=x,O=ours,C=CN"), directories).outcome()).isEqualTo(Outcome.PASS);
    assertRefused(check(leaf("CN=x,O=theirs,C=CN"), directories));
    CertificateForge mail =
        ca().with(Extension.nameConstraints, true, permit(text(EMAIL, "ours.cn")));
    assertRefused(check(leaf("1.2.840.113549.1.9.1=a@theirs.cn,CN=x"), mail));
    assertThat(check(leaf("1.2.840.113549.1.9.1=a@ours.cn,CN=x"), mail).outcome())
        .isEqualTo(Outcome.PASS);
  }

  @Test
  void everyIssuerAboveConstrains() {
    Certificate root =
        CertificateForge.root("CN=root", KEY)
            .ca()
            .with(Extension.nameConstraints, true, permit(text(DNS, "cn")))
            .make();
    Certificate sub =
        new CertificateForge("CN=sub", KEY, KEY, "CN=root")
            .ca()
            .with(Extension.nameConstraints, true, permit(text(DNS, "a.cn"), text(DNS, "a.com")))
            .make();
    for (String name : List.of("x.a.cn", "x.a.com", "x.b.cn")) {
      Certificate leaf = named("CN=sub", text(DNS, name)).make();
      Report.Builder checks = new Report.Builder();
      NameConstraintRules.check(List.of(leaf, sub, root), checks);
      assertThat(checks.failed()).isEqualTo(!name.equals("x.a.cn"));
    }
  }

  @Test
  void aSelfIssuedIntermediateIsExemptButNotTheLeaf() {
    Certificate root =
        CertificateForge.root("CN=root", KEY)
            .ca()
            .with(Extension.nameConstraints, true, permit(directory("C=CN")))
            .make();
    Certificate rollover = new CertificateForge("CN=root", KEY, KEY, "CN=root").ca().make();
    Certificate inside = new CertificateForge("CN=x,C=CN", KEY, KEY, "CN=root").make();
    Report.Builder checks = new Report.Builder();
    NameConstraintRules.check(List.of(inside, rollover, root), checks);
    assertThat(checks.failed()).isFalse();
    Report.Builder end = new Report.Builder();
    NameConstraintRules.check(List.of(rollover, root), end);
    assertThat(end.failed()).isTrue();
  }

  @Test
  void aFormThatIsNotProcessedIsDoubtWhenItOccurs() {
    ASN1Encodable user =
        new DERSequence(
            new ASN1Encodable[] {
              new ASN1ObjectIdentifier("1.3.6.1.4.1.311.20.2.3"),
              new DERTaggedObject(true, 0, new DERIA5String("u"))
            });
    GeneralName other = new GeneralName(GeneralName.otherName, user);
    CertificateForge ca = ca().with(Extension.nameConstraints, true, permit(other));
    assertThat(check(named(text(DNS, "a.cn")), ca).outcome()).isEqualTo(Outcome.PASS);
    Check check = check(named(other), ca);
    assertThat(check.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(check.reason()).isEqualTo(Reason.CRITICAL_EXTENSION_UNKNOWN);
  }

  /** RFC 9598 §6: what holds of mailboxes holds of those in UTF-8, which stand in otherName. */
  @Test
  void aMailboxInUtf8IsDoubtUnderConstraintsOfMailboxes() {
    GeneralName box = utf8Mailbox("1.3.6.1.5.5.7.8.9");
    GeneralName host = text(GeneralName.rfc822Name, "a.cn");
    CertificateForge permitting = ca().with(Extension.nameConstraints, true, permit(host));
    CertificateForge excluding =
        ca().with(Extension.nameConstraints, true, constraints(List.of(), List.of(host)));
    for (CertificateForge ca : List.of(permitting, excluding)) {
      Check check = check(named(box), ca);
      assertThat(check.outcome()).isEqualTo(Outcome.UNKNOWN);
      assertThat(check.reason()).isEqualTo(Reason.CRITICAL_EXTENSION_UNKNOWN);
      assertThat(check(named(utf8Mailbox("1.3.6.1.5.5.7.8.7")), ca).outcome())
          .isEqualTo(Outcome.PASS);
    }
    CertificateForge others = ca().with(Extension.nameConstraints, true, permit(text(DNS, "a.cn")));
    assertThat(check(named(box), others).outcome()).isEqualTo(Outcome.PASS);
  }

  private static GeneralName utf8Mailbox(String type) {
    return new GeneralName(
        GeneralName.otherName,
        new DERSequence(
            new ASN1Encodable[] {
              new ASN1ObjectIdentifier(type),
              new DERTaggedObject(true, 0, new DERUTF8String("用户@b.cn"))
            }));
  }

  @Test
  void aMinimumOrMaximumIsDoubt() {
    for (int tag : new int[] {0, 1}) {
      ASN1Encodable subtree =
          new DERSequence(
              new ASN1Encodable[] {
                text(DNS, "a.cn"), new DERTaggedObject(false, tag, new ASN1Integer(1))
              });
      ASN1Encodable value =
          new DERSequence(new DERTaggedObject(false, 0, new DERSequence(subtree)));
      CertificateForge ca = ca().with(Extension.nameConstraints, true, value);
      assertThat(check(named(text(DNS, "x.a.cn")), ca).outcome()).isEqualTo(Outcome.UNKNOWN);
    }
  }

  @Test
  void manyNamesAgainstManyConstraintsEndAtTheBudget() {
    List<GeneralName> names = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      names.add(text(DNS, "host" + i + ".cn"));
    }
    CertificateForge ca = ca().with(Extension.nameConstraints, true, constraints(List.of(), names));
    Certificate leaf = named("CN=ca", names.toArray(GeneralName[]::new)).make();
    assertRefused(check(leaf, ca.make()));
    List<GeneralName> others = names.stream().map(n -> text(DNS, "x" + n.getName())).toList();
    Check check = check(named("CN=ca", others.toArray(GeneralName[]::new)).make(), ca.make());
    assertThat(check.reason()).isEqualTo(Reason.BUDGET_EXCEEDED);
  }

  @Test
  void withoutConstraintsNothingIsSaid() {
    Report.Builder checks = new Report.Builder();
    Certificate own =
        leaf("CN=leaf").with(Extension.nameConstraints, true, permit(text(DNS, "a.cn"))).make();
    NameConstraintRules.check(List.of(own, ca().make()), checks);
    assertThat(checks.report().checks()).isEmpty();
  }

  private static void assertRefused(Check check) {
    assertThat(check.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(check.reason()).isEqualTo(Reason.NAME_NOT_PERMITTED);
  }

  private static Check check(CertificateForge leaf, CertificateForge ca) {
    return check(leaf.make(), ca.make());
  }

  private static Check check(Certificate leaf, Certificate ca) {
    Report.Builder checks = new Report.Builder();
    NameConstraintRules.check(List.of(leaf, ca), checks);
    assertThat(checks.report().checks()).hasSize(1);
    return checks.report().check("name-constraints").orElseThrow();
  }

  private static CertificateForge ca() {
    return CertificateForge.root("CN=ca", KEY).ca();
  }

  private static CertificateForge leaf(String name) {
    return new CertificateForge(name, KEY, KEY, "CN=ca");
  }

  private static CertificateForge named(GeneralName... names) {
    return named("CN=ca", names);
  }

  private static CertificateForge named(String issuer, GeneralName... names) {
    return new CertificateForge("CN=leaf", KEY, KEY, issuer)
        .with(Extension.subjectAlternativeName, false, new GeneralNames(names));
  }

  private static ASN1Encodable permit(GeneralName... names) {
    return constraints(List.of(names), List.of());
  }

  private static ASN1Encodable exclude(GeneralName... names) {
    return constraints(List.of(), List.of(names));
  }

  private static ASN1Encodable constraints(
      List<GeneralName> permitted, List<GeneralName> excluded) {
    List<ASN1Encodable> parts = new ArrayList<>();
    if (!permitted.isEmpty()) {
      parts.add(new DERTaggedObject(false, 0, subtrees(permitted)));
    }
    if (!excluded.isEmpty()) {
      parts.add(new DERTaggedObject(false, 1, subtrees(excluded)));
    }
    return new DERSequence(parts.toArray(ASN1Encodable[]::new));
  }

  private static DERSequence subtrees(List<GeneralName> names) {
    return new DERSequence(names.stream().map(DERSequence::new).toArray(ASN1Encodable[]::new));
  }

  private static GeneralName text(int form, String text) {
    return new GeneralName(form, new DERIA5String(text));
  }

  private static GeneralName octets(String hex) {
    return new GeneralName(IP, new DEROctetString(Bytes.hex(hex).toArray()));
  }

  private static GeneralName directory(String name) {
    return new GeneralName(new X500Name(name));
  }
}
