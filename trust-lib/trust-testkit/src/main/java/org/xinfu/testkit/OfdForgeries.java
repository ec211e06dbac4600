package org.xinfu.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.xinfu.testkit.OfdMutators.Attack;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;
import org.xinfu.trust.cms.Gbt35275Signer;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.key.Signer;

/**
 * What a holder of keys does to a sealed OFD package of the layout of {@link OfdMutators}: whatever
 * is altered is signed again, so that only the rule that is asked about can refuse it.
 */
public final class OfdForgeries {
  private static final String PAGE = "Doc_0/Pages/Page_0/Content.xml";
  private static final String RESOURCES = "Doc_0/PublicRes.xml";
  private static final String METHOD = "SignatureMethod>1.2.156.10197.1.501<";

  private static final String SECOND = "<ofd:Signature ID=\"2\" BaseLoc=\"Sign_1/Signature.xml\"/>";

  private final Keys keys;
  private final OfdForge forge;
  private final List<Attack> attacks = new ArrayList<>();

  private OfdForgeries(Keys keys) {
    this.keys = keys;
    this.forge = new OfdForge(keys);
  }

  /**
   * Whose keys.
   *
   * @param signer named by the package's seal
   * @param maker of seals, trusted
   * @param outsider may sign, and no seal names it
   * @param stolen may sign, until its revocation for the compromise of its key at {@code time}
   * @param time of the signatures, and of judging them
   */
  public record Keys(
      SoftKeyVault vault,
      Signer signer,
      Signer maker,
      Signer outsider,
      Signer stolen,
      Instant time) {}

  /** All of them, in the order of the catalogue's kinds. */
  public static List<Attack> all(Keys keys) {
    OfdForgeries all = new OfdForgeries(keys);
    all.coverage();
    all.references();
    all.shown();
    all.seals();
    all.signers();
    all.values();
    return List.copyOf(all.attacks);
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
      doubted(
          "A2",
          "not protected: " + path,
          z -> forge.forged(z, x -> OfdForge.without(x, path)),
          open);
    }
    doubted(
        "A2",
        "only the pages are protected",
        z -> forge.forged(z, x -> OfdForge.without(x, "(?!Doc_0/Pages/)[^\"]*")),
        open);
    doubted(
        "A2",
        "a picture from an address in the network",
        z ->
            forge.protectedFile(
                z, RESOURCES, t -> t.replace(">logo.png", ">http://example.org/logo")),
        Reason.PATH_ILLEGAL);
    invalid(
        "A4",
        "nothing is protected",
        z -> forge.forged(z, x -> OfdForge.without(x, "[^\"]*")),
        open);
    invalid("A7", "a hidden copy is protected", this::hiddenCopy, open);
    invalid("A7", "the signature of another package", this::transplanted, Reason.DIGEST_MISMATCH);
    invalid(
        "A21",
        "a signature follows whole protection",
        z ->
            Mutators.replace(
                forge.forged(
                    z, x -> OfdForge.referring(x, OfdForge.LIST, Mutators.entry(z, OfdForge.LIST))),
                OfdForge.LIST,
                o -> OfdForge.text(o, "</ofd:Signatures>", SECOND + "</ofd:Signatures>")),
        Reason.SIGNATURE_LIST_CHANGED);
  }

  /** References to copies in another folder, while a page that is shown becomes another. */
  private Bytes hiddenCopy(Bytes zip) {
    Bytes altered =
        forge.forged(
            zip,
            x ->
                OfdForge.without(x, OfdForge.SIGNS + "[^\"]*")
                    .replace("FileRef=\"/", "FileRef=\"/old/"));
    for (Mutators.Entry entry : Mutators.entries(zip)) {
      if (!entry.name().startsWith(OfdForge.SIGNS)) {
        altered = Mutators.add(altered, "old/" + entry.name(), entry.content());
      }
    }
    return Mutators.replace(altered, PAGE, o -> Bytes.utf8("<Page/>"));
  }

  private Bytes transplanted(Bytes zip) {
    Bytes other =
        forge.protectedFile(zip, PAGE, t -> t.replace("Layer ID=\"3\"", "Layer ID=\"9\""));
    Bytes moved = Mutators.replace(zip, OfdForge.XML, o -> Mutators.entry(other, OfdForge.XML));
    return Mutators.replace(moved, OfdForge.VALUE, o -> Mutators.entry(other, OfdForge.VALUE));
  }

  private void references() {
    for (String twin : List.of("/" + PAGE, PAGE, "/DOC_0/Pages/Page_0/Content.xml")) {
      invalid(
          "A11",
          "a file referenced twice: " + twin,
          z -> forge.forged(z, x -> OfdForge.twice(x, twin)),
          Reason.REFERENCE_DUPLICATED);
    }
    for (String path : List.of("/Doc_0/./x", "/../x", "/Doc_0\\x", "//x")) {
      invalid(
          "A11",
          "a reference to " + path,
          z -> forge.forged(z, x -> OfdForge.twice(x, path)),
          Reason.PATH_ILLEGAL);
    }
    invalid(
        "A11",
        "a reference to nothing",
        z -> forge.forged(z, x -> OfdForge.twice(x, "/gone")),
        Reason.REFERENCED_FILE_MISSING);
    invalid(
        "A10",
        "the method said to be ECDSA",
        z -> forge.forged(z, x -> x.replace(METHOD, "SignatureMethod>1.2.840.10045.4.3.2<")),
        Reason.ALGORITHM_MISMATCH);
  }

  private void shown() {
    unseen("PageRef=\"1\"", "PageRef=\"7\"");
    unseen("120 200 40 40", "120 300 40 40");
    unseen("120 200 40 40", "120 200 0 40");
    Bytes other = TestSeals.seal(keys.maker(), keys.outsider());
    invalid(
        "A8",
        "another seal lies there unnamed",
        z ->
            Mutators.add(
                forge.forged(z, x -> OfdForge.referring(x, OfdForge.FOLDER + "seal2.esl", other)),
                OfdForge.FOLDER + "seal2.esl",
                other),
        Reason.SEAL_FILE_DIFFERS);
    doubted(
        "A8",
        "another picture is shown instead",
        z ->
            Mutators.add(
                forge.forged(
                    z,
                    x ->
                        OfdForge.referring(x, OfdForge.FOLDER + "a.png", TestSeals.PNG)
                            .replace(
                                "</ofd:Seal>", "<ofd:ImageLoc>a.png</ofd:ImageLoc></ofd:Seal>")),
                OfdForge.FOLDER + "a.png",
                TestSeals.PNG),
        Reason.SEAL_FILE_DIFFERS);
    invalid(
        "A23",
        "a seal shown that signed nothing",
        z ->
            Mutators.replace(
                OfdForge.valued(
                    z, (x, p) -> Gbt35275Signer.attached(Digests.sm3(x), keys.signer())),
                OfdForge.LIST,
                o -> OfdForge.text(o, "Type=\"Seal\"", "Type=\"Sign\"")),
        Reason.SIGNATURE_TYPE_MISMATCH);
  }

  private void unseen(String before, String after) {
    doubted(
        "A9",
        "a stamp nobody sees: " + after,
        z -> forge.forged(z, x -> x.replace(before, after)),
        Reason.STAMP_NOT_ON_PAGE);
  }

  private void seals() {
    doubted(
        "A17",
        "a maker under an unknown root",
        z -> forge.sealed(z, TestSeals.seal(TestPki.seeded("x").maker("外来"), keys.signer())),
        Reason.SEAL_MAKER_NOT_TRUSTED);
    Bytes seal = TestSeals.seal(keys.maker(), keys.signer());
    int picture = seal.toHex().indexOf(TestSeals.PNG.toHex()) / 2;
    Reason wrong = Reason.SEAL_SIGNATURE_WRONG;
    invalid(
        "A8",
        "the picture in the seal is altered",
        z -> forge.sealed(z, Mutators.flip(seal, picture + 20, 1)),
        wrong);
    invalid(
        "A17",
        "the maker's signature is altered",
        z -> forge.sealed(z, Mutators.flip(seal, seal.length() - 1, 1)),
        wrong);
    invalid(
        "A18",
        "the seal had ended",
        z -> forge.sealed(z, forge.window(-200, -1)),
        Reason.SEAL_EXPIRED);
    invalid(
        "A18",
        "the seal had not begun",
        z -> forge.sealed(z, forge.window(1, 200)),
        Reason.SEAL_NOT_YET_VALID);
    Reason foreign = Reason.SIGNER_NOT_IN_SEAL;
    invalid(
        "A16",
        "the seal names another signer",
        z -> forge.sealed(z, TestSeals.seal(keys.maker(), keys.outsider())),
        foreign);
    invalid(
        "A16",
        "a list by a digest that nobody knows",
        z ->
            forge.sealed(
                z,
                SesForge.resigned(
                    forge.byDigest(),
                    s -> SesForge.at(s, o -> new DERPrintableString("SM4"), 2, 3, 0, 0),
                    keys.maker())),
        foreign);
    invalid(
        "A15",
        "the seal said to be of ECDSA",
        z ->
            forge.sealed(
                z,
                SesForge.edit(
                    seal, s -> SesForge.at(s, o -> X9ObjectIdentifiers.ecdsa_with_SHA256, 2))),
        Reason.ALGORITHM_MISMATCH);
    invalid(
        "A15",
        "a seal of 2025 in a signature of 2020",
        z -> forge.sealed(z, OtherSeals.seal2025(TestSeals.spec(keys.signer()), keys.maker())),
        Reason.SEAL_VERSION_CONTRADICTION);
  }

  private void signers() {
    Signer foreign = TestPki.seeded("x").sealSigner("外来");
    doubted(
        "A17",
        "a signer under an unknown root",
        z -> forge.signedBy(z, foreign, keys.time()),
        Reason.NO_TRUST_ANCHOR);
    invalid(
        "A18",
        "signed in the future",
        z -> forge.signedBy(z, keys.signer(), keys.time().plusSeconds(7200)),
        Reason.SIGNED_IN_FUTURE);
    invalid(
        "A18",
        "with a stolen key, dated back to before its revocation",
        z -> forge.signedBy(z, keys.stolen(), keys.time().minus(Duration.ofDays(30))),
        Reason.CERTIFICATE_REVOKED);
  }

  private void values() {
    invalid(
        "A20",
        "a signature of another path",
        z -> OfdForge.valued(z, (x, p) -> forge.value(z, x, p.replace("Sign_0", "Sign_1"))),
        Reason.PROPERTY_INFO_MISMATCH);
    invalid(
        "A20",
        "a signature under another path",
        z ->
            Mutators.replace(
                Mutators.rename(z, OfdForge.XML, OfdForge.SIGNS + "Sign_1/Signature.xml"),
                OfdForge.LIST,
                o -> OfdForge.text(o, "Sign_0/Signature.xml", "Sign_1/Signature.xml")),
        Reason.PROPERTY_INFO_MISMATCH);
    invalid(
        "A20",
        "a value over another Signature.xml",
        z -> OfdForge.valued(z, (x, p) -> forge.value(z, Bytes.utf8("<x/>"), p)),
        Reason.DIGEST_MISMATCH);
    invalid(
        "A23",
        "a message under Type Seal",
        z -> OfdForge.valued(z, (x, p) -> Gbt35275Signer.attached(Digests.sm3(x), keys.signer())),
        Reason.SIGNATURE_TYPE_MISMATCH);
    Bytes alice = Bytes.utf8("ALICE123@YAHOO.COM");
    invalid(
        "A24",
        "another user id",
        z ->
            Mutators.replace(
                z,
                OfdForge.VALUE,
                o ->
                    SesForge.valued(
                        o,
                        keys.signer(),
                        m -> keys.vault().signAs(keys.signer().publicKey(), alice, m))),
        Reason.SIGNATURE_VALUE_WRONG);
  }

  private void invalid(String catalogue, String name, UnaryOperator<Bytes> mutator, Reason reason) {
    attacks.add(new Attack(catalogue, name, mutator, Conclusion.INVALID, reason));
  }

  private void doubted(String catalogue, String name, UnaryOperator<Bytes> mutator, Reason reason) {
    attacks.add(new Attack(catalogue, name, mutator, Conclusion.INDETERMINATE, reason));
  }
}
