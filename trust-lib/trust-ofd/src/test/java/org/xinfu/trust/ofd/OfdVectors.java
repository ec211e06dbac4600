package org.xinfu.trust.ofd;

import static org.xinfu.trust.Conclusion.INDETERMINATE;
import static org.xinfu.trust.Conclusion.INVALID;
import static org.xinfu.trust.Conclusion.VALID;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;
import org.xinfu.testkit.Mutators;
import org.xinfu.testkit.OfdMutators;
import org.xinfu.testkit.OtherSeals;
import org.xinfu.testkit.SesForge;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.TestSeals;
import org.xinfu.testkit.Vectors;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;
import org.xinfu.trust.cms.Gbt35275Signer;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.seal.SealMaker;
import org.xinfu.trust.seal.SealSigner;
import org.xinfu.trust.seal.SealSpec;
import org.xinfu.trust.seal.SealedContent;

/**
 * Makes {@code specs/vectors/ofd/ofd.json}: packages as strangers write them, altered ones (see
 * {@link OfdMutators}), and ones that a holder of a key signs as no honest sealer would.
 */
final class OfdVectors {
  private static final Map<String, String> FLAGS = flags();
  private static final String PAGE = "Doc_0/Pages/Page_0/Content.xml";
  private final Vectors vectors = new Vectors("ofd", "OFD", Sample.policy(), FLAGS);

  private OfdVectors() {}

  private static Map<String, String> flags() {
    Map<String, String> flags = new LinkedHashMap<>();
    flags.put("Genuine", "as producers write it");
    for (int i = 1; i <= 24; i++) {
      flags.put("A" + i, "entry A" + i + " of the catalogue of attacks");
    }
    return flags;
  }

  static String write() {
    OfdVectors all = new OfdVectors();
    all.genuine();
    all.genuineValues();
    for (OfdMutators.Attack attack : OfdMutators.all()) {
      all.add(
          attack.catalogue() + " " + attack.name(),
          attack.catalogue(),
          attack.mutator().apply(made(p -> {})),
          new Vectors.Expected(attack.verdict(), Optional.of(attack.reason())));
    }
    all.coverage();
    all.references();
    all.seals();
    all.signers();
    return all.vectors.write();
  }

  private void genuine() {
    genuine("as it comes", p -> {});
    genuine("no seal file", p -> p.sealFile = false);
    genuine("SignValue.dat", p -> p.valueName = "SignValue.dat");
    genuine("no leading slash", p -> p.slash = "");
    genuine("the digest by its number", p -> p.checkMethod = "1.2.156.10197.1.401");
    genuine("the digest by the keyed number", p -> p.checkMethod = "1.2.156.10197.1.401.2");
    genuine("milliseconds in the date", p -> p.dateTime = "20261101100000.123Z");
    genuine("blanks in the date", p -> p.dateTime = "2026-11-01 10:00:00");
    genuine("id s001", p -> p.id = "s001");
    genuine("no MaxSignId", p -> p.maxSignId = "");
    genuine("MaxSignId twice", p -> p.maxSignId = p.maxSignId + p.maxSignId);
    genuine("no type", p -> p.type = "");
    genuine("another namespace", p -> p.namespace = "xmlns:ofd=\"http://www.ofdspec.org\"");
    genuine("no stamp", p -> p.stamp = "");
    genuine(
        "provider as children",
        p -> p.provider = "<ofd:Provider><ofd:ProviderName>v</ofd:ProviderName></ofd:Provider>");
  }

  private void genuineValues() {
    valued("a seal of 2014", OtherSeals.seal2014(spec(), 1, Sample.MAKER), OtherVersion.V1);
    valued("a seal of 2025", OtherSeals.seal2025(spec(), Sample.MAKER), OtherVersion.V5);
    genuine("raw r and s", p -> p.value = (x, path) -> raw(Forgery.value(x, path)));
    plain("GB/T 35275", (x, p) -> Gbt35275Signer.attached(Digests.sm3(x), Sample.SIGNER));
    plain(
        "GB/T 35275, detached with attributes",
        (x, p) -> Gbt35275Signer.detached(x, Sample.SIGNER, TestPki.NOW));
    add(
        "a stamp in five slices across the edge",
        "Genuine",
        made(p -> p.stamp = p.stamp.replace("120 200 40 40\"", "202 40 40 40\" Clip=\"0 0 8 40\"")),
        expected(VALID, null));
  }

  private enum OtherVersion {
    V1,
    V5
  }

  private void valued(String name, Bytes seal, OtherVersion v) {
    genuine(
        name,
        p -> {
          p.sealFile = false;
          p.value =
              (xml, path) -> {
                SealedContent content = content(seal, xml, path);
                return v == OtherVersion.V1
                    ? OtherSeals.signature2014(
                        content, Bytes.utf8("2026-11-01T02:00:00Z"), Sample.SIGNER)
                    : OtherSeals.signature2025(content, Sample.SIGNER);
              };
        });
  }

  private void plain(String name, BiFunction<Bytes, String, Bytes> value) {
    genuine(
        name,
        p -> {
          p.type = " Type=\"Sign\"";
          p.sealFile = false;
          p.stamp = "";
          p.value = value;
        });
  }

  private void coverage() {
    Reason open = Reason.CONTENT_NOT_COVERED;
    for (String path :
        List.of(
            PAGE,
            "Doc_0/Tpls/Tpl_0/Content.xml",
            "Doc_0/Res/logo.png",
            "Doc_0/Annots/Page_0/Annot.xml",
            "OFD.xml")) {
      attack(
          "A2 not protected: " + path,
          "A2",
          p -> p.protects = f -> !f.equals(path) && !f.endsWith("Signatures.xml"),
          INDETERMINATE,
          open);
    }
    attack(
        "A2 only the pages are protected",
        "A2",
        p -> p.protects = f -> f.contains("/Pages/"),
        INDETERMINATE,
        open);
    attack(
        "A7 a hidden copy is protected",
        "A7",
        p -> {
          Sample.plain().forEach((path, octets) -> p.files.put("old/" + path, octets));
          p.files.put(PAGE, Bytes.utf8("<Page/>"));
          p.protects = f -> f.startsWith("old/");
        },
        INVALID,
        open);
    attack("A4 nothing is protected", "A4", p -> p.protects = f -> false, INVALID, open);
    add(
        "A21 a signature follows whole protection",
        "A21",
        Mutators.replace(
            made(p -> p.protects = f -> true),
            StrangersPackage.SIGNS + "Signatures.xml",
            o ->
                Bytes.utf8(
                    o.toUtf8()
                        .replace(
                            "</ofd:Signatures>",
                            "<ofd:Signature ID=\"2\" BaseLoc=\"Sign_1/Signature.xml\"/>"
                                + "</ofd:Signatures>"))),
        expected(INVALID, Reason.SIGNATURE_LIST_CHANGED));
  }

  private void references() {
    for (String twin : List.of("/" + PAGE, PAGE, "/DOC_0/Pages/Page_0/Content.xml")) {
      forged(
          "A11 a file referenced twice: " + twin,
          "A11",
          x -> twice(x, twin),
          Reason.REFERENCE_DUPLICATED);
    }
    for (String path : List.of("/Doc_0/./x", "/../x", "/Doc_0\\x", "//x")) {
      forged("A11 a reference to " + path, "A11", x -> twice(x, path), Reason.PATH_ILLEGAL);
    }
    forged(
        "A11 a reference to nothing",
        "A11",
        x -> twice(x, "/gone"),
        Reason.REFERENCED_FILE_MISSING);
    forged(
        "A10 the method said to be ECDSA",
        "A10",
        x -> x.replace("1.2.156.10197.1.501", "1.2.840.10045.4.3.2"),
        Reason.ALGORITHM_MISMATCH);
    for (String[] stamp :
        new String[][] {
          {"PageRef=\"1\"", "PageRef=\"7\""},
          {"120 200 40 40", "120 300 40 40"},
          {"120 200 40 40", "120 200 0 40"}
        }) {
      attack(
          "A9 a stamp nobody sees: " + stamp[1],
          "A9",
          p -> p.forge = x -> x.replace(stamp[0], stamp[1]),
          INDETERMINATE,
          Reason.STAMP_NOT_ON_PAGE);
    }
  }

  private void seals() {
    sealed(
        "A17 a maker under an unknown root",
        "A17",
        TestSeals.seal(TestPki.seeded("x").maker("外来"), Sample.SIGNER),
        INDETERMINATE,
        Reason.SEAL_MAKER_NOT_TRUSTED);
    Bytes seal = TestSeals.seal(Sample.MAKER, Sample.SIGNER);
    sealed(
        "A8 the picture in the seal is altered",
        "A8",
        Mutators.flip(seal, at(seal, TestSeals.PNG) + 20, 1),
        INVALID,
        Reason.SEAL_SIGNATURE_WRONG);
    sealed(
        "A17 the maker's signature is altered",
        "A17",
        Mutators.flip(seal, seal.length() - 1, 1),
        INVALID,
        Reason.SEAL_SIGNATURE_WRONG);
    sealed(
        "A18 the seal had ended",
        "A18",
        SealMaker.make(window("2026-02-01T00:00:00Z", "2026-10-31T00:00:00Z"), Sample.MAKER),
        INVALID,
        Reason.SEAL_EXPIRED);
    sealed(
        "A18 the seal had not begun",
        "A18",
        SealMaker.make(window("2026-11-02T00:00:00Z", "2027-11-02T00:00:00Z"), Sample.MAKER),
        INVALID,
        Reason.SEAL_NOT_YET_VALID);
    Bytes other = TestSeals.seal(Sample.MAKER, Sample.OUTSIDER);
    sealed("A16 the seal names another signer", "A16", other, INVALID, Reason.SIGNER_NOT_IN_SEAL);
    Bytes listed =
        SesForge.resigned(
            SealMaker.make(byDigest(), Sample.MAKER),
            s -> SesForge.at(s, o -> new DERPrintableString("SM4"), 2, 3, 0, 0),
            Sample.MAKER);
    sealed(
        "A16 a list by a digest that nobody knows",
        "A16",
        listed,
        INVALID,
        Reason.SIGNER_NOT_IN_SEAL);
    Bytes ecdsa =
        SesForge.edit(seal, s -> SesForge.at(s, o -> X9ObjectIdentifiers.ecdsa_with_SHA256, 2));
    sealed("A15 the seal said to be of ECDSA", "A15", ecdsa, INVALID, Reason.ALGORITHM_MISMATCH);
    sealed(
        "A15 a seal of 2025 in a signature of 2020",
        "A15",
        OtherSeals.seal2025(spec(), Sample.MAKER),
        INVALID,
        Reason.SEAL_VERSION_CONTRADICTION);
  }

  private void signers() {
    attack(
        "A20 a signature of another path",
        "A20",
        p -> p.value = (x, path) -> Forgery.value(x, path.replace("Sign_0", "Sign_1")),
        INVALID,
        Reason.PROPERTY_INFO_MISMATCH);
    attack(
        "A20 a value over another Signature.xml",
        "A20",
        p -> p.value = (x, path) -> Forgery.value(Bytes.utf8("<x/>"), path),
        INVALID,
        Reason.DIGEST_MISMATCH);
    attack(
        "A24 another user id",
        "A24",
        p ->
            p.value =
                (x, path) ->
                    SesForge.valued(
                        Forgery.value(x, path),
                        Sample.SIGNER,
                        m ->
                            Sample.PKI
                                .vault()
                                .signAs(
                                    Sample.SIGNER.publicKey(),
                                    Bytes.utf8("ALICE123@YAHOO.COM"),
                                    m)),
        INVALID,
        Reason.SIGNATURE_VALUE_WRONG);
    Signer foreign = TestPki.seeded("x").sealSigner("外来");
    attack(
        "A17 a signer under an unknown root",
        "A17",
        p -> {
          Bytes seal = TestSeals.seal(Sample.MAKER, foreign);
          p.sealFile = false;
          p.value = (x, path) -> SealSigner.sign(content(seal, x, path), foreign);
        },
        INDETERMINATE,
        Reason.NO_TRUST_ANCHOR);
    attack(
        "A18 signed in the future",
        "A18",
        p ->
            p.value =
                (x, path) ->
                    SealSigner.sign(
                        new SealedContent(
                            Sample.SEAL, Digests.sm3(x), path, TestPki.NOW.plusSeconds(7200)),
                        Sample.SIGNER),
        INVALID,
        Reason.SIGNED_IN_FUTURE);
    attack(
        "A23 a message under Type Seal",
        "A23",
        p -> p.value = (x, path) -> Gbt35275Signer.attached(Digests.sm3(x), Sample.SIGNER),
        INVALID,
        Reason.SIGNATURE_TYPE_MISMATCH);
  }

  private static SealSpec spec() {
    return TestSeals.spec(Sample.SIGNER);
  }

  private static SealSpec window(String from, String to) {
    SealSpec s = spec();
    return new SealSpec(
        s.esId(),
        s.vendorId(),
        s.type(),
        s.name(),
        s.signers(),
        false,
        s.createdAt(),
        Instant.parse(from),
        Instant.parse(to),
        s.picture());
  }

  private static SealSpec byDigest() {
    SealSpec s = spec();
    return new SealSpec(
        s.esId(),
        s.vendorId(),
        s.type(),
        s.name(),
        s.signers(),
        true,
        s.createdAt(),
        s.validFrom(),
        s.validTo(),
        s.picture());
  }

  private static int at(Bytes whole, Bytes part) {
    return whole.toHex().indexOf(part.toHex()) / 2;
  }

  private static Bytes raw(Bytes signature) {
    return SesForge.valued(signature, Sample.SIGNER, m -> SesForge.raw(Sample.SIGNER.sign(m)));
  }

  private static SealedContent content(Bytes seal, Bytes xml, String path) {
    return new SealedContent(seal, Digests.sm3(xml), path, TestPki.NOW);
  }

  private static String twice(String xml, String path) {
    return xml.replace(
        "</ofd:References>",
        "<ofd:Reference FileRef=\""
            + path
            + "\"><ofd:CheckValue>AAAA</ofd:CheckValue></ofd:Reference></ofd:References>");
  }

  private void sealed(
      String name, String flag, Bytes seal, Conclusion verdict, @Nullable Reason reason) {
    attack(
        name,
        flag,
        p -> {
          p.sealFile = false;
          p.value =
              (xml, path) ->
                  SesForge.resigned(
                      Forgery.value(xml, path),
                      s -> SesForge.at(s, o -> SesForge.sequence(seal), 1),
                      Sample.SIGNER);
        },
        verdict,
        reason);
  }

  private void forged(String name, String flag, UnaryOperator<String> change, Reason reason) {
    attack(name, flag, p -> p.forge = change, INVALID, reason);
  }

  private void attack(
      String name,
      String flag,
      Consumer<StrangersPackage> change,
      Conclusion verdict,
      @Nullable Reason reason) {
    add(name, flag, made(change), expected(verdict, reason));
  }

  private void genuine(String name, Consumer<StrangersPackage> change) {
    add(name, "Genuine", made(change), expected(VALID, null));
  }

  private static Vectors.Expected expected(Conclusion verdict, @Nullable Reason reason) {
    return new Vectors.Expected(verdict, Optional.ofNullable(reason));
  }

  /** Stored, since a deflater's output depends on the machine. */
  private static Bytes made(Consumer<StrangersPackage> change) {
    StrangersPackage made = new StrangersPackage();
    made.zipMethod = ZipEntry.STORED;
    change.accept(made);
    return made.zip();
  }

  private void add(String name, String flag, Bytes document, Vectors.Expected expected) {
    vectors.interop(
        new Vectors.Case(name, flag, Map.of("document", document), TestPki.NOW), expected);
  }
}
