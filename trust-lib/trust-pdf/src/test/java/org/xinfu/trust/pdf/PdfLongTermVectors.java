package org.xinfu.trust.pdf;

import static org.xinfu.trust.Conclusion.INDETERMINATE;
import static org.xinfu.trust.pdf.PdfForge.CADES;
import static org.xinfu.trust.pdf.PdfForge.CATALOG;
import static org.xinfu.trust.pdf.PdfForge.CONTENT;
import static org.xinfu.trust.pdf.PdfForge.SEAL;
import static org.xinfu.trust.pdf.PdfForge.changed;
import static org.xinfu.trust.pdf.PdfLongTerm.STAMP;
import static org.xinfu.trust.pdf.PdfLongTerm.STORE;
import static org.xinfu.trust.pdf.PdfLongTerm.TIME;
import static org.xinfu.trust.pdf.PdfLongTerm.octets;
import static org.xinfu.trust.pdf.PdfLongTerm.stamped;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;

/**
 * Makes {@code specs/vectors/pdf/long-term.json}: B-T, B-LT and B-LTA without any evidence from
 * outside, and what can be done to stores and timestamps (EN 319 142-1 §5.4, §6).
 */
final class PdfLongTermVectors extends PdfCases {
  private static final Map<String, String> FLAGS =
      Map.of(
          "Genuine", "levels as they are made, completed and renewed",
          "Store", "the document security store altered, emptied or lying",
          "Evidence", "revocation evidence missing, forged or against the signer",
          "Timestamp", "a time-stamp altered, moved, by a stranger or over other octets",
          "Saving", "content changed between the levels");

  private final PdfLongTerm make;
  private final Bytes timed;
  private final Bytes kept;
  private final Bytes archived;

  private PdfLongTermVectors(PdfLongTerm make) {
    super("long-term", make.policy(), FLAGS);
    this.make = make;
    this.timed = make.timed();
    this.kept = make.withStore(timed);
    this.archived = make.archived(kept);
  }

  /** The file's text; the same at every call. */
  static String write() {
    return write(new PdfLongTerm());
  }

  /** The same documents signed with P-256, for judges that know no SM2. */
  static String international() {
    return write(PdfLongTerm.international());
  }

  private static String write(PdfLongTerm make) {
    PdfLongTermVectors all = new PdfLongTermVectors(make);
    all.levels();
    all.stores();
    all.evidence();
    all.timestamps();
    all.saving();
    return all.text();
  }

  private void levels() {
    strictDoubts("Genuine", "B-B", make.basic(), Reason.REVOCATION_UNKNOWN);
    strictDoubts("Genuine", "B-T", timed, Reason.REVOCATION_UNKNOWN);
    strictDoubts(
        "Genuine",
        "B-T by a document timestamp",
        make.archived(make.basic()),
        Reason.REVOCATION_UNKNOWN);
    good("B-LT", kept);
    good("B-LTA", archived);
    good(
        "B-LTA, both times by document timestamps",
        make.archived(make.withStore(stamped(make.basic(), 39, STAMP, make::token))));
    good("B-LTA, renewed", stamped(archived, TIME + 1, STAMP, make::token));
    good(
        "B-LTA, the timestamp without /Type",
        stamped(kept, TIME, STAMP.replace("/Type/DocTimeStamp", ""), make::token));
    String related = "/VRI<</" + PdfLongTerm.key(timed) + "<</CRL[51 0 R 52 0 R]/TU(D:2026)>>>>";
    good("B-LT with related information", make.withStore(timed, make.crls(), related));
    good(
        "the store completed after the timestamp",
        PdfUpdate.of(archived)
            .with(STORE, store(archived).replaceFirst("/CRLs\\[", "/CRLs[90 0 R "))
            .with(90, octets(make.crls().get(0)))
            .append());
    good("certified, nothing allowed, B-LTA", make.archived(make.withStore(certified(1))));
  }

  private Bytes certified(int level) {
    return PdfForge.sign(
        PdfUpdate.of(PdfForge.plain()).with(SEAL, PdfForge.field("Seal", "[0 0 0 0]", "/V 20 0 R")),
        20,
        CADES + PdfForge.certify(level),
        covered -> make.timed(covered, imprint -> imprint));
  }

  private static String store(Bytes pdf) {
    return PdfEdit.body(pdf, STORE);
  }

  private void stores() {
    int list = PdfEdit.text(archived).indexOf(PdfEdit.text(make.crls().get(1)));
    bad(
        "Store",
        "an octet of an archived list",
        PdfEdit.flip(archived, list + 40, 1),
        Reason.TIMESTAMP_WRONG);
    int issuer = PdfEdit.text(archived).indexOf("/Certs[70 0 R]");
    bad(
        "Store",
        "another object named in the archived store",
        PdfEdit.flip(archived, issuer + 7, 1),
        Reason.TIMESTAMP_WRONG);
    bad(
        "Store",
        "taken from the catalog",
        PdfUpdate.of(archived).with(CATALOG, changed(CATALOG, "/Type", "/Type")).append());
    bad(
        "Store",
        "in its place a page's content",
        PdfUpdate.of(kept).with(STORE, "<</CRLs 4 0 R/Certs<</A 4 0 R>>>>").append());
    bad(
        "Store",
        "its list is no list",
        PdfUpdate.of(kept).with(STORE, "<</CRLs[3 0 R]>>").append());
    bad("Store", "it is nothing", PdfUpdate.of(archived).with(STORE, "null").append());
    strictDoubts(
        "Store",
        "emptied after the timestamp",
        PdfUpdate.of(archived).with(STORE, "<</Certs[70 0 R]>>").append(),
        Reason.REVOCATION_UNKNOWN);
    add(
        "Store",
        "more in it than there is room for",
        PdfUpdate.of(archived)
            .with(STORE, store(archived).replace("/Type/DSS", "/Type/DSS/Paint 13 0 R"))
            .append(),
        INDETERMINATE,
        Reason.CONTENT_NOT_COVERED);
  }

  private void evidence() {
    List<Bytes> lists = make.crls();
    for (int i = 0; i < lists.size(); i++) {
      List<Bytes> fewer = new ArrayList<>(lists);
      fewer.remove(i);
      Bytes pdf = make.archived(make.withStore(timed, fewer, ""));
      String comment = "B-LTA without list " + (i + 1);
      if (needed(i)) {
        strictDoubts("Evidence", comment, pdf, Reason.REVOCATION_UNKNOWN);
      } else {
        good(comment, pdf);
      }
    }
    strictDoubts(
        "Evidence",
        "no list at all",
        make.withStore(timed, List.of(), ""),
        Reason.REVOCATION_UNKNOWN);
    List<Bytes> forged = new ArrayList<>(lists);
    forged.set(1, make.forgedList());
    strictDoubts(
        "Evidence",
        "a list that another authority signed",
        make.withStore(timed, forged, ""),
        Reason.REVOCATION_UNKNOWN);
    String lie = "/VRI<</" + PdfLongTerm.key(timed) + "<</CRL[70 0 R]/Cert[51 0 R]>>>>";
    strictDoubts(
        "Evidence",
        "related information that names a certificate as list",
        make.withStore(timed, List.of(), lie),
        Reason.REVOCATION_UNKNOWN);
    String others = "/VRI<</" + "0".repeat(40) + "<</CRL[51 0 R]>>>>";
    good(
        "related information of a signature that is not there",
        make.withStore(timed, lists, others));
    List<Bytes> against = new ArrayList<>(lists);
    against.add(make.revoking());
    bad(
        "Evidence",
        "a list that revokes the signer beside one that does not",
        make.archived(make.withStore(timed, against, "")),
        Reason.CERTIFICATE_REVOKED);
    bad(
        "Evidence",
        "a list that revokes the signer, archived, and a later store without it",
        PdfUpdate.of(make.archived(make.withStore(timed, against, "")))
            .with(STORE, store(kept))
            .append(),
        Reason.CERTIFICATE_REVOKED);
    String hidden =
        "/VRI<</" + "0".repeat(40) + "<</CRL[" + (STORE + 1 + lists.size()) + " 0 R]>>>>";
    bad(
        "Evidence",
        "the list that revokes the signer filed under another signature",
        PdfUpdate.of(make.withStore(timed, against, hidden))
            .with(
                STORE,
                store(make.withStore(timed, against, hidden))
                    .replaceFirst((STORE + 1 + lists.size()) + " 0 R \\]", "]"))
            .append(),
        Reason.CERTIFICATE_REVOKED);
  }

  /** The signer's authority is an anchor, and the third makes seals: two lists are needed. */
  private static boolean needed(int list) {
    return list == 1 || list == 3;
  }

  private void timestamps() {
    Bytes token = SignedRange.element(PdfEdit.contents(archived)).orElseThrow();
    int end = token.length();
    bad(
        "Timestamp",
        "the last octet of the archive time-stamp",
        PdfEdit.withContents(archived, PdfEdit.flip(token, end - 1, 1)),
        Reason.SIGNATURE_VALUE_WRONG);
    add(
        "Timestamp",
        "an octet of its authority's certificate, which nothing signs",
        PdfEdit.withContents(archived, PdfEdit.flip(token, 200, 1)),
        INDETERMINATE,
        Reason.SIGNER_CERTIFICATE_MISSING);
    bad(
        "Timestamp",
        "the time-stamp of another document",
        PdfEdit.withContents(archived, make.token(Bytes.utf8("another"))),
        Reason.TIMESTAMP_WRONG);
    Bytes early = stamped(timed, TIME, STAMP, covered -> make.token(timed));
    bad("Timestamp", "over an earlier revision", early, Reason.TIMESTAMP_WRONG);
    long[] r = PdfEdit.range(archived);
    int store = PdfEdit.text(archived).indexOf("50 0 obj");
    bad(
        "Timestamp",
        "its range leaves the store out",
        PdfEdit.withRange(archived, "0 " + store + " " + r[2] + " " + r[3]),
        Reason.BYTE_RANGE_WRONG);
    bad(
        "Timestamp",
        "its range ends before the store",
        PdfEdit.withRange(archived, "0 " + (store - 9) + " " + (store - 4) + " 4"),
        Reason.BYTE_RANGE_WRONG);
    add(
        "Timestamp",
        "by an authority that nobody knows",
        stamped(kept, TIME, STAMP, make::strangersToken),
        INDETERMINATE,
        Reason.NO_TRUST_ANCHOR);
    bad(
        "Timestamp",
        "a signature in its place",
        stamped(kept, TIME, STAMP, make::cms),
        Reason.TIMESTAMP_WRONG);
    bad(
        "Timestamp",
        "a time-stamp in a signature's place",
        make.sign(make::token),
        Reason.DIGEST_MISMATCH);
    bad(
        "Timestamp",
        "the signature's own time-stamp is over another value",
        make.sign(covered -> make.timed(covered, imprint -> Bytes.hex("00".repeat(32)))),
        Reason.TIMESTAMP_WRONG);
    bad(
        "Timestamp",
        "taken from its field",
        PdfUpdate.of(archived).with(TIME, PdfForge.field("Time" + TIME, "[0 0 0 0]", "")).append());
  }

  private void saving() {
    bad(
        "Timestamp",
        "certified, nothing allowed: the timestamp paints two levels down",
        PdfForge.sign(PdfAttackVectors.deep(make.withStore(certified(1))), 21, STAMP, make::token));
    String forged = stream("(FORGED) Tj");
    bad(
        "Saving",
        "between the signature and the store",
        make.archived(make.withStore(PdfUpdate.of(timed).with(CONTENT, forged).append())));
    bad(
        "Saving",
        "between the store and the time-stamp",
        make.archived(PdfUpdate.of(kept).with(CONTENT, forged).append()));
    bad("Saving", "after the time-stamp", PdfUpdate.of(archived).with(CONTENT, forged).append());
    bad(
        "Saving",
        "with the store of a renewal",
        PdfUpdate.of(archived).with(STORE, store(archived)).with(CONTENT, forged).append());
    add(
        "Saving",
        "filled in after the time-stamp",
        PdfUpdate.of(archived)
            .with(PdfForge.AMOUNT, changed(PdfForge.AMOUNT, "(100)", "(900)"))
            .append(),
        INDETERMINATE,
        Reason.CONTENT_NOT_COVERED);
    add(
        "Saving",
        "filled in, and nobody but a time-stamping authority covers it",
        make.archived(filled(kept)),
        INDETERMINATE,
        Reason.CONTENT_NOT_COVERED);
    add(
        "Saving",
        "certified for notes: a note, and nobody but a time-stamping authority covers it",
        make.archived(note(make.withStore(certified(3)), "Text", "/Contents(paid)")),
        INDETERMINATE,
        Reason.CONTENT_NOT_COVERED);
  }
}
