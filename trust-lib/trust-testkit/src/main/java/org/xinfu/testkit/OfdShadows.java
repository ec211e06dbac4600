package org.xinfu.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.xinfu.testkit.OfdMutators.Attack;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;

/**
 * Sealed OFD packages of the layout of {@link OfdMutators} in which every file is protected, and of
 * which two readers show two things all the same: prepared before an honest person signs, or by a
 * holder of keys.
 */
public final class OfdShadows {
  private static final String ROOT = "OFD.xml";
  private static final String DOCUMENT = "Doc_0/Document.xml";
  private static final String RESOURCES = "Doc_0/PublicRes.xml";
  private static final String PAGE = "Doc_0/Pages/Page_0/Content.xml";
  private static final String NAMED = ">PublicRes.xml<";

  private final OfdForge forge;
  private final List<Attack> attacks = new ArrayList<>();

  private OfdShadows(OfdForgeries.Keys keys) {
    this.forge = new OfdForge(keys);
  }

  /** All of them. */
  public static List<Attack> all(OfdForgeries.Keys keys) {
    OfdShadows all = new OfdShadows(keys);
    all.identifiers();
    all.shown();
    all.hidden();
    all.twice();
    all.spelled();
    all.versions();
    return List.copyOf(all.attacks);
  }

  private void identifiers() {
    Reason duplicated = Reason.IDENTIFIER_DUPLICATED;
    String twin =
        "<ofd:MultiMedia ID=\"05\" Type=\"Image\"><ofd:MediaFile>logo.png</ofd:MediaFile>"
            + "</ofd:MultiMedia></ofd:MultiMedias>";
    doubted(
        "A11",
        "two pictures of one identifier",
        z -> forge.protectedFile(z, RESOURCES, t -> changed(t, "</ofd:MultiMedias>", twin)),
        duplicated);
    doubted(
        "A11",
        "two pages of one identifier",
        z -> forge.protectedFile(z, DOCUMENT, t -> changed(t, "Page ID=\"2\"", "Page ID=\"1\"")),
        duplicated);
  }

  private void shown() {
    doubted(
        "A18",
        "another time is shown than the one signed",
        z -> forge.forged(z, x -> changed(x, "DateTime>2026", "DateTime>2020")),
        Reason.SIGNING_TIME_CONTRADICTED);
    for (String box : List.of("-800 -800 2000 2000", "120 200 2 2", "209.95 200 40 40")) {
      doubted(
          "A9",
          "a stamp in the box " + box,
          z -> forge.forged(z, x -> changed(x, "120 200 40 40", box)),
          Reason.STAMP_NOT_ON_PAGE);
    }
    for (String name : List.of("Seal.png", "STAMP.JPG")) {
      doubted(
          "A8",
          "another picture lies beside the seal: " + name,
          z -> with(z, OfdForge.FOLDER + name, TestSeals.PNG),
          Reason.SEAL_FILE_DIFFERS);
    }
    invalid(
        "A12",
        "OFD.xml in small letters beside it",
        z -> with(z, "ofd.xml", Mutators.entry(z, ROOT)),
        Reason.PACKAGE_AMBIGUOUS);
  }

  /** Resources in which a picture comes from the network, told by nobody who does not read them. */
  private void hidden() {
    Reason outside = Reason.PATH_ILLEGAL;
    doubted(
        "A2",
        "resources that are named as a cover first",
        z ->
            forge.protectedFile(
                forge.protectedFile(z, RESOURCES, OfdShadows::fetching),
                ROOT,
                t ->
                    changed(
                        t,
                        "</ofd:DocInfo>",
                        "<ofd:Cover>" + RESOURCES + "</ofd:Cover></ofd:DocInfo>")),
        outside);
    doubted(
        "A11",
        "resources that are named with a percent sign",
        z ->
            forge.protectedFile(
                forge.protectedFile(z, RESOURCES, OfdShadows::fetching),
                DOCUMENT,
                t -> changed(t, NAMED, ">PublicRe%73.xml<")),
        outside);
    doubted(
        "A2",
        "resources behind blanks, named otherwise",
        z -> moved(z, t -> Bytes.utf8(" ".repeat(200) + fetching(bare(t)))),
        outside);
    invalid(
        "A13",
        "resources in UTF-16, named otherwise",
        z -> moved(z, t -> Bytes.of(fetching(bare(t)).getBytes(StandardCharsets.UTF_16))),
        Reason.XML_FORBIDDEN);
  }

  /** The resources moved to a file that does not look like XML. */
  private Bytes moved(Bytes zip, Function<String, Bytes> content) {
    Bytes written = content.apply(Mutators.entry(zip, RESOURCES).toUtf8());
    Bytes named = forge.protectedFile(zip, DOCUMENT, t -> changed(t, NAMED, ">Res.dat<"));
    return with(named, "Doc_0/Res.dat", written);
  }

  private static String bare(String xml) {
    return xml.substring(xml.indexOf("?>") + 2).strip();
  }

  private static String fetching(String resources) {
    return changed(resources, ">logo.png<", ">http://example.org/logo.png<");
  }

  private void twice() {
    Reason forbidden = Reason.XML_FORBIDDEN;
    invalid(
        "A13",
        "an element inside a location",
        z ->
            forge.protectedFile(
                z, DOCUMENT, t -> changed(t, NAMED, ">Other.xml<ofd:X/>/../PublicRes.xml<")),
        forbidden);
    invalid(
        "A13",
        "two lists of pages",
        z ->
            forge.protectedFile(
                z,
                DOCUMENT,
                t ->
                    changed(
                        t,
                        "</ofd:Pages>",
                        "</ofd:Pages><ofd:Pages><ofd:Page ID=\"8\" "
                            + "BaseLoc=\"Pages/Page_1/Content.xml\"/></ofd:Pages>")),
        forbidden);
    invalid(
        "A13",
        "two files of one picture",
        z -> forge.protectedFile(z, RESOURCES, t -> again(t, "MediaFile")),
        forbidden);
    invalid(
        "A13",
        "two paths of one object",
        z -> forge.protectedFile(z, PAGE, t -> again(t, "AbbreviatedData")),
        forbidden);
  }

  /** What readers understand otherwise as it is spelled, ofdrw among them. */
  private void spelled() {
    Map<String, String> objects = new TreeMap<>();
    objects.put("an object that is visible by 1", "<ofd:PathObject ID=\"40\" Visible=\"1\"/>");
    objects.put("an object of another namespace", "<PathObject xmlns=\"urn:x\" ID=\"40\"/>");
    objects.put("an attribute of a namespace", "<ofd:PathObject ID=\"40\" ofd:Visible=\"false\"/>");
    objects.put("a box with two blanks", "<ofd:PathObject ID=\"40\" Boundary=\"0  0 9 9\"/>");
    objects.put("a size that Java reads as 64", "<ofd:TextObject ID=\"40\" Size=\"0x1p6\"/>");
    objects.put("a picture referred to as +5", "<ofd:ImageObject ID=\"40\" ResourceID=\"+5\"/>");
    String end = "</ofd:Layer>";
    objects.forEach(
        (name, object) ->
            doubted(
                "A11",
                name,
                z -> forge.protectedFile(z, PAGE, t -> changed(t, end, object + end)),
                Reason.PACKAGE_AMBIGUOUS));
    doubted(
        "A11",
        "a page with another root element",
        z -> forge.protectedFile(z, PAGE, t -> t.replace("ofd:Page", "ofd:Seite")),
        Reason.PACKAGE_AMBIGUOUS);
    doubted(
        "A11",
        "a page of another namespace",
        z -> forge.protectedFile(z, PAGE, t -> changed(t, "www.ofdspec.org/2016", "example.org")),
        Reason.PACKAGE_AMBIGUOUS);
    String list = "<ofd:MyDrawParams><ofd:DrawParam ID=\"77\"/></ofd:MyDrawParams></ofd:Res>";
    doubted(
        "A11",
        "a list of parameters that ofdrw finds by a part of its name",
        z -> forge.protectedFile(z, RESOURCES, t -> changed(t, "</ofd:Res>", list)),
        Reason.PACKAGE_AMBIGUOUS);
    String other = "Pages/Page_0/Content.xml";
    doubted(
        "A11",
        "a page at its location and another from the root",
        z -> with(z, other, Bytes.utf8(renumbered(z))),
        Reason.PACKAGE_AMBIGUOUS);
  }

  /** The page with other identifiers, so that nothing else is wrong with it. */
  private static String renumbered(Bytes zip) {
    return Mutators.entry(zip, PAGE).toUtf8().replace(" ID=\"", " ID=\"9");
  }

  /** The first element of a name, twice. */
  private static String again(String text, String name) {
    String end = "</ofd:" + name + ">";
    String whole =
        text.substring(text.indexOf("<ofd:" + name + ">"), text.indexOf(end) + end.length());
    return changed(text, whole, whole + whole);
  }

  private void versions() {
    String version =
        "<ofd:Versions><ofd:Version ID=\"v1\" Index=\"1\" Current=\"true\" "
            + "BaseLoc=\"Doc_0/V.xml\"/></ofd:Versions></ofd:DocBody>";
    doubted(
        "A5",
        "the current version is another document",
        z ->
            with(
                with(
                    forge.protectedFile(z, ROOT, t -> changed(t, "</ofd:DocBody>", version)),
                    "Doc_0/V.xml",
                    Bytes.utf8("<DocVersion><DocRoot>Other.xml</DocRoot></DocVersion>")),
                "Doc_0/Other.xml",
                Bytes.utf8("<Document/>")),
        Reason.PACKAGE_AMBIGUOUS);
    doubted(
        "A3",
        "a package with an encrypted one inside",
        z -> with(z, "Encryptions.xml", Bytes.utf8("<Encryptions/>")),
        Reason.PACKAGE_AMBIGUOUS);
  }

  /** One more file, protected as well. */
  private Bytes with(Bytes zip, String path, Bytes content) {
    return Mutators.add(
        forge.forged(zip, x -> OfdForge.referring(x, path, content)), path, content);
  }

  private static String changed(String text, String from, String to) {
    return OfdForge.text(Bytes.utf8(text), from, to).toUtf8();
  }

  private void invalid(String catalogue, String name, UnaryOperator<Bytes> mutator, Reason reason) {
    attacks.add(new Attack(catalogue, name, mutator, Conclusion.INVALID, reason));
  }

  private void doubted(String catalogue, String name, UnaryOperator<Bytes> mutator, Reason reason) {
    attacks.add(new Attack(catalogue, name, mutator, Conclusion.INDETERMINATE, reason));
  }
}
