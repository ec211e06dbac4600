package org.xinfu.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xinfu.testkit.OpenSsl;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Check;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.ChainQuery.Lenience;
import org.xinfu.trust.chain.ChainQuery.Role;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** {@code openssl ca} and {@code openssl ocsp} and we judge each other's lists and answers. */
class RevocationOpensslTest {
  /** OpenSSL answers with its own clock, whatever that shows. */
  private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");

  private static final Instant LAST = Instant.parse("2045-01-01T00:00:00Z");
  private static final Instant MUCH_LATER = Instant.parse("2044-01-01T00:00:00Z");
  private static final Instant REVOKED_AT = Instant.parse("2026-05-01T10:20:30Z");
  private static final TestPki PKI = TestPki.seeded("openssl revocation");
  private static final Signer RSA = root(SignatureAlgorithm.RSA_PKCS1_SHA256);
  private static final Signer EC = root(SignatureAlgorithm.ECDSA_P384_SHA384);
  private static final Signer SM2 = root(SignatureAlgorithm.SM2_SM3);

  /** OpenSSL signs with an empty user id unless told GM/T 0009's. */
  private static final String ID = "distid:1234567812345678";

  @TempDir Path folder;
  private OpenSsl openssl;

  @BeforeEach
  void open() {
    openssl = new OpenSsl(folder);
  }

  private static Signer root(SignatureAlgorithm suite) {
    return PKI.root("CN=root " + suite + ",C=CN", suite);
  }

  private static Signer root(List<Signer> roots, SignatureAlgorithm suite) {
    return roots.stream().filter(r -> r.algorithm() == suite).findFirst().orElseThrow();
  }

  private static Signer issue(String name, Purpose purpose, Signer root) {
    return PKI.issue(
        new TestPki.Spec("CN=" + name + ",C=CN", purpose, FIRST, LAST, root.algorithm()), root);
  }

  @ParameterizedTest
  @EnumSource(names = {"RSA_PKCS1_SHA256", "ECDSA_P384_SHA384", "SM2_SM3"})
  void weReadTheListsOfOpensslCa(SignatureAlgorithm suite) {
    Signer root = root(List.of(RSA, EC, SM2), suite);
    Signer good = issue("good", Purpose.DOCUMENT_SIGNER, root);
    Signer bad = issue("bad", Purpose.DOCUMENT_SIGNER, root);
    authority(root, bad);
    Bytes list = list(root);
    TrustPolicy policy = policy(root).withCrls(List.of(list));
    assertThat(status(policy, good, root).outcome()).isEqualTo(Outcome.PASS);
    Check revoked = status(policy, bad, root);
    assertThat(revoked.reason()).isEqualTo(Reason.CERTIFICATE_REVOKED);
    assertThat(revoked.detail()).contains("KEY_COMPROMISE");
    TrustPolicy other = policy(root).withCrls(List.of(list.slice(0, list.length() - 1)));
    assertThat(status(other, good, root).outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  @ParameterizedTest
  @EnumSource(names = {"RSA_PKCS1_SHA256", "ECDSA_P384_SHA384"})
  void opensslReadsOurLists(SignatureAlgorithm suite) {
    Signer root = root(List.of(RSA, EC, SM2), suite);
    Signer good = issue("good", Purpose.DOCUMENT_SIGNER, root);
    Signer bad = issue("bad", Purpose.DOCUMENT_SIGNER, root);
    CrlMaker.Issue issue = new CrlMaker.Issue(FIRST, LAST, BigInteger.valueOf(7));
    Bytes list = CrlMaker.issue(root, List.of(entry(bad)), issue);
    openssl.write("list.pem", OpenSsl.pem("X509 CRL", list));
    openssl.certificates("root.pem", root.chain());
    assertThat(checked(good)).contains("leaf.pem: OK");
    assertThat(checked(bad)).contains("certificate revoked").doesNotContain("leaf.pem: OK");
    assertThat(openssl.run("crl", "-in", "list.pem", "-noout", "-text"))
        .contains("Key Compromise", "May  1 10:20:30 2026 GMT", "X509v3 CRL Number");
    openssl.write("list.pem", OpenSsl.pem("X509 CRL", PKI.crl(root == RSA ? EC : RSA)));
    assertThat(checked(good)).contains("unable to get certificate CRL");
  }

  private String checked(Signer leaf) {
    openssl.certificates("leaf.pem", leaf.chain().subList(0, 1));
    String[] verify = {
      "verify",
      "-x509_strict",
      "-crl_check",
      "-CRLfile",
      "list.pem",
      "-CAfile",
      "root.pem",
      "leaf.pem"
    };
    return openssl.run(verify);
  }

  @ParameterizedTest
  @EnumSource(names = {"RSA_PKCS1_SHA256", "ECDSA_P384_SHA384", "SM2_SM3"})
  void weBelieveTheAnswersOfOpensslOcsp(SignatureAlgorithm suite) {
    Signer root = root(List.of(RSA, EC, SM2), suite);
    Signer good = issue("good", Purpose.DOCUMENT_SIGNER, root);
    Signer bad = issue("bad", Purpose.DOCUMENT_SIGNER, root);
    Signer responder = issue("responder", Purpose.OCSP_RESPONDER, root);
    Signer stranger = issue("no responder", Purpose.DOCUMENT_SIGNER, root);
    authority(root, bad, good);
    Bytes nonce = Bytes.hex("00112233445566778899aabbccddeeff");
    openssl.write("request", OcspMaker.request(leaf(good), leaf(root), nonce));
    Bytes answer = answer(responder);
    assertThat(OcspResponse.parse(answer).flatMap(OcspResponse::nonce))
        .contains(Bytes.hex("0410").concat(nonce));
    TrustPolicy policy = policy(root);
    assertThat(status(policy.withOcsps(List.of(answer)), good, root).outcome())
        .isEqualTo(Outcome.PASS);
    assertThat(status(policy.withOcsps(List.of(answer)), bad, root).outcome())
        .isEqualTo(Outcome.UNKNOWN);
    assertThat(status(policy.withOcsps(List.of(answer(stranger))), good, root).outcome())
        .isEqualTo(Outcome.UNKNOWN);
    openssl.write("request", OcspMaker.request(leaf(bad), leaf(root), nonce));
    Check revoked = status(policy.withOcsps(List.of(answer(responder))), bad, root);
    assertThat(revoked.reason()).isEqualTo(Reason.CERTIFICATE_REVOKED);
    assertThat(revoked.detail()).contains("KEY_COMPROMISE");
  }

  private Bytes answer(Signer responder) {
    openssl.certificates("responder.pem", responder.chain().subList(0, 1));
    openssl.write("responder.key", key(responder));
    List<String> respond = new ArrayList<>(List.of("ocsp", "-index", "index.txt", "-CA"));
    respond.addAll(List.of("root.pem", "-rsigner", "responder.pem", "-rkey", "responder.key"));
    respond.addAll(List.of("-ndays", "7000", "-reqin", "request", "-respout", "response"));
    if (responder.algorithm() == SM2.algorithm()) {
      respond.addAll(List.of("-rmd", "sm3", "-rsigopt", ID));
    }
    openssl.run(respond.toArray(String[]::new));
    return openssl.read("response");
  }

  @ParameterizedTest
  @EnumSource(names = {"RSA_PKCS1_SHA256", "ECDSA_P384_SHA384"})
  void opensslBelievesOurAnswers(SignatureAlgorithm suite) {
    Signer root = root(List.of(RSA, EC, SM2), suite);
    Signer leaf = issue("leaf", Purpose.DOCUMENT_SIGNER, root);
    Signer responder = issue("responder", Purpose.OCSP_RESPONDER, root);
    openssl.certificates("root.pem", root.chain());
    openssl.certificates("leaf.pem", leaf.chain().subList(0, 1));
    String[] ask = {"ocsp", "-issuer", "root.pem", "-cert", "leaf.pem", "-reqout", "request"};
    openssl.run(ask);
    for (Signer by : List.of(root, responder)) {
      assertThat(believed(by, leaf, Optional.empty()))
          .contains("Response verify OK", "Cert Status: good")
          .doesNotContain("WARNING");
      assertThat(believed(by, leaf, Optional.of(entry(leaf))))
          .contains("Response verify OK", "Cert Status: revoked", "Reason: keyCompromise");
    }
    openssl.run(ask);
    assertThat(believed(root, leaf, Optional.empty())).contains("Response verify OK");
    Bytes old = openssl.read("response");
    openssl.run(ask);
    openssl.write("response", old);
    assertThat(openssl.run(judge())).contains("Nonce Verify error");
    Signer stranger = issue("no responder", Purpose.DOCUMENT_SIGNER, root);
    assertThat(believed(stranger, leaf, Optional.empty())).contains("Response Verify Failure");
  }

  /** What OpenSSL says of our answer to its own request, nonce and all. */
  private String believed(Signer responder, Signer about, Optional<RevokedEntry> revoked) {
    OcspMaker.Status status =
        new OcspMaker.Status(leaf(about), about.chain().get(1), Hash.SHA1, revoked);
    OcspMaker.Issue issue =
        new OcspMaker.Issue(FIRST, Optional.of(LAST), Optional.of(nonce(openssl.read("request"))));
    openssl.write("response", OcspMaker.respond(responder, List.of(status), issue));
    return openssl.run(judge());
  }

  private static String[] judge() {
    return new String[] {
      "ocsp", "-reqin", "request", "-respin", "response", "-resp_text", "-CAfile", "root.pem"
    };
  }

  private static Bytes nonce(Bytes request) {
    return Bytes.of(
        ASN1OctetString.getInstance(
                OCSPRequest.getInstance(request.toArray())
                    .getTbsRequest()
                    .getRequestExtensions()
                    .getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce)
                    .getParsedValue())
            .getOctets());
  }

  /** A whole path with a list that OpenSSL made. */
  @Test
  void aPathWithAListOfOpensslHolds() {
    Signer leaf = issue("leaf", Purpose.DOCUMENT_SIGNER, EC);
    authority(EC, issue("bad", Purpose.DOCUMENT_SIGNER, EC));
    TrustPolicy policy = policy(EC).withMode(TrustPolicy.Mode.STRICT).withCrls(List.of(list(EC)));
    ChainQuery query =
        new ChainQuery(policy, Role.SIGNER, TestPki.NOW, TimeSource.TIMESTAMP, Lenience.ETSI);
    assertThat(ChainValidator.validate(leaf(leaf), List.of(), query).report().conclusion())
        .isEqualTo(Conclusion.VALID);
  }

  /** The files of {@code openssl ca}, with certificates in its index, the first of them revoked. */
  private void authority(Signer root, Signer revoked, Signer... others) {
    openssl.certificates("root.pem", root.chain());
    openssl.write("root.key", key(root));
    StringBuilder index = new StringBuilder(row("R", revoked, "260501102030Z,keyCompromise"));
    for (Signer other : others) {
      index.append(row("V", other, ""));
    }
    openssl.write("index.txt", index.toString());
    openssl.write("crlnumber", "0A\n");
    openssl.write(
        "ca.cnf",
        "[ca]\ndefault_ca=c\n[c]\ndatabase=index.txt\ncrlnumber=crlnumber\ncertificate=root.pem\n"
            + "private_key=root.key\ndefault_md=sha256\ncrl_extensions=x\n"
            + "[x]\nauthorityKeyIdentifier=keyid:always\n");
  }

  private Bytes list(Signer root) {
    List<String> make = new ArrayList<>(List.of("ca", "-gencrl", "-config", "ca.cnf"));
    make.addAll(List.of("-crldays", "7000", "-out", "list.pem"));
    if (root == SM2) {
      make.addAll(List.of("-md", "sm3", "-sigopt", ID));
    }
    openssl.run(make.toArray(String[]::new));
    openssl.run("crl", "-in", "list.pem", "-outform", "DER", "-out", "list.der");
    return openssl.read("list.der");
  }

  private static String row(String state, Signer of, String revoked) {
    String hex = leaf(of).serial().toString(16).toUpperCase(Locale.ROOT);
    String serial = hex.length() % 2 == 0 ? hex : "0" + hex;
    return String.join("\t", state, "450101000000Z", revoked, serial, "unknown", "/CN=x") + "\n";
  }

  private static Certificate leaf(Signer signer) {
    return signer.chain().get(0);
  }

  private static String key(Signer signer) {
    return OpenSsl.pem("PRIVATE KEY", PKI.vault().privateKey(signer.publicKey()));
  }

  private static RevokedEntry entry(Signer who) {
    return new RevokedEntry(
        leaf(who).serial(), REVOKED_AT, RevocationCause.KEY_COMPROMISE, Optional.empty());
  }

  private static TrustPolicy policy(Signer root) {
    return TrustPolicy.interop(root.chain(), List.of(), MUCH_LATER);
  }

  private static Check status(TrustPolicy policy, Signer of, Signer root) {
    TrustPolicy strict = policy.withMode(TrustPolicy.Mode.STRICT);
    ChainQuery query =
        new ChainQuery(strict, Role.SIGNER, TestPki.NOW, TimeSource.TIMESTAMP, Lenience.ETSI);
    Evidence evidence = new Evidence(List.of(), policy.crls(), policy.ocsps());
    Report.Builder checks = new Report.Builder();
    RevocationPool pool = new RevocationPool(evidence, query, new Links());
    new RevocationRules(query, pool, checks).check(leaf(of), leaf(root));
    return checks.report().check("certificate-revocation").orElseThrow();
  }
}
