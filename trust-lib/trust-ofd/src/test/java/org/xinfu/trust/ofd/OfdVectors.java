package org.xinfu.trust.ofd;

import static org.xinfu.trust.Conclusion.INDETERMINATE;
import static org.xinfu.trust.Conclusion.INVALID;
import static org.xinfu.trust.Conclusion.VALID;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import org.xinfu.testkit.Mutators;
import org.xinfu.testkit.OfdForgeries;
import org.xinfu.testkit.OfdMutators;
import org.xinfu.testkit.OfdShadows;
import org.xinfu.testkit.OtherSeals;
import org.xinfu.testkit.SesForge;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.TestSeals;
import org.xinfu.testkit.Vectors;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.chain.RevokedEntry;
import org.xinfu.trust.cms.Gbt35275Signer;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.seal.Seal;
import org.xinfu.trust.seal.SealSpec;
import org.xinfu.trust.seal.SealedContent;

/**
 * Makes {@code specs/vectors/ofd/ofd.json}: packages as strangers write them, altered ones (see
 * {@link OfdMutators}), and ones that a holder of a key signs as no honest sealer would (see {@link
 * OfdForgeries}).
 */
final class OfdVectors {
  private static final Map<String, String> FLAGS = flags();
  private static final Vectors.Expected GENUINE = new Vectors.Expected(VALID, Optional.empty());
  private final Vectors vectors = new Vectors("ofd", "OFD", policy(), FLAGS);

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
    all.genuineFiles();
    all.genuineValues();
    for (OfdMutators.Attack attack : attacks()) {
      all.add(
          attack.catalogue() + " " + attack.name(),
          attack.catalogue(),
          attack.mutator().apply(made(p -> {})),
          new Vectors.Expected(attack.verdict(), Optional.of(attack.reason())));
    }
    all.listsAndNames();
    return all.vectors.write();
  }

  /** What no signature protects: lists of signatures and the names of entries. */
  private void listsAndNames() {
    add("two documents with a list each", "Genuine", SeveralListsTest.sealed(), GENUINE);
    Vectors.Expected changed =
        new Vectors.Expected(INVALID, Optional.of(Reason.SIGNATURE_LIST_CHANGED));
    for (boolean kept : new boolean[] {true, false}) {
      Bytes listed = SeveralListsTest.listedForTheOther(kept);
      String only = kept ? "for another document as well" : "for another document only";
      add("A6 a signature is listed " + only, "A6", listed, changed);
    }
    add(
        "a seal file is called as its location calls it, and a reference otherwise",
        "Genuine",
        made(
            p -> {
              String lower = StrangersPackage.SIGNS + "Sign_0/seal.esl";
              p.sealFile = false;
              p.files.put(lower, Sample.SEAL);
              p.forge =
                  xml ->
                      xml.replace("Sign_0/seal.esl", "Sign_0/Seal.esl")
                          .replace(
                              "</ofd:SignedInfo>",
                              "<ofd:Seal><ofd:BaseLoc>seal.esl</ofd:BaseLoc></ofd:Seal>"
                                  + "</ofd:SignedInfo>");
            }),
        GENUINE);
    Map<String, Bytes> files = Sample.files(made(p -> {}));
    files.put("Doc_0/Res/LOGO.png", files.remove("Doc_0/Res/logo.png"));
    add(
        "A11 a picture is given another name than the signed one",
        "A11",
        Sample.zip(files),
        new Vectors.Expected(INDETERMINATE, Optional.of(Reason.REFERENCED_FILE_MISSING)));
  }

  /** What everybody can do, and what a holder of keys can. */
  static List<OfdMutators.Attack> attacks() {
    List<OfdMutators.Attack> attacks = new ArrayList<>(OfdMutators.all());
    attacks.addAll(OfdForgeries.all(keys()));
    attacks.addAll(OfdShadows.all(keys()));
    return attacks;
  }

  static OfdForgeries.Keys keys() {
    return new OfdForgeries.Keys(
        Sample.PKI.vault(),
        Sample.SIGNER,
        Sample.MAKER,
        Sample.OUTSIDER,
        Sample.STOLEN,
        TestPki.NOW);
  }

  /** The stolen key is revoked as of the moment of judging. */
  private static TrustPolicy policy() {
    RevokedEntry stolen =
        new RevokedEntry(
            Sample.STOLEN.chain().get(0).serial(),
            TestPki.NOW.minusSeconds(3600),
            RevocationCause.KEY_COMPROMISE,
            Optional.empty());
    return Sample.policy().withCrls(List.of(Sample.PKI.crl(Sample.PKI.signerCa(), stolen)));
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

  private void genuineFiles() {
    add(
        "OFD.xml in small letters",
        "Genuine",
        Mutators.rename(made(p -> {}), "OFD.xml", "ofd.xml"),
        GENUINE);
    genuine("resources without a base", p -> base(p, ""));
    genuine(
        "a picture of the seal beside it",
        p ->
            p.files.put(
                StrangersPackage.SIGNS + "Sign_0/Seal.png",
                Seal.parse(Sample.SEAL).orElseThrow().picture().data()));
    genuine(
        "the national system's list of paths",
        p -> {
          p.protects = path -> !path.contains("Signs/");
          p.files.put(
              StrangersPackage.SIGNS + "Sign_0/signFilePaths.dat", Bytes.utf8("/OFD.xml\n"));
        });
    genuine(
        "the seal file is named and not there",
        p -> {
          p.sealFile = false;
          p.forge =
              xml ->
                  xml.replace(
                      "</ofd:SignedInfo>",
                      "<ofd:Seal><ofd:BaseLoc>Seal.esl</ofd:BaseLoc></ofd:Seal></ofd:SignedInfo>");
        });
    genuine(
        "the picture of the seal shown in its place",
        p -> {
          p.files.put(
              StrangersPackage.SIGNS + "Sign_0/a.png",
              Seal.parse(Sample.SEAL).orElseThrow().picture().data());
          p.forge =
              xml -> xml.replace("</ofd:Seal>", "<ofd:ImageLoc>a.png</ofd:ImageLoc></ofd:Seal>");
        });
  }

  private static void base(StrangersPackage made, String base) {
    made.files.computeIfPresent(
        "Doc_0/PublicRes.xml",
        (path, octets) ->
            Bytes.utf8(
                octets
                    .toUtf8()
                    .replace("BaseLoc=\"Res\"", "BaseLoc=\"" + base + "\"")
                    .replace(">logo.png", ">Res/logo.png")));
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
        GENUINE);
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

  private static SealSpec spec() {
    return TestSeals.spec(Sample.SIGNER);
  }

  private static Bytes raw(Bytes signature) {
    return SesForge.valued(signature, Sample.SIGNER, m -> SesForge.raw(Sample.SIGNER.sign(m)));
  }

  private static SealedContent content(Bytes seal, Bytes xml, String path) {
    return new SealedContent(seal, Digests.sm3(xml), path, TestPki.NOW);
  }

  private void genuine(String name, Consumer<StrangersPackage> change) {
    add(name, "Genuine", made(change), GENUINE);
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
