package org.xinfu.trust.ofd;

import static org.xinfu.trust.Conclusion.INDETERMINATE;
import static org.xinfu.trust.Conclusion.INVALID;
import static org.xinfu.trust.Conclusion.VALID;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.Vectors;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;
import org.xinfu.trust.cms.Gbt35275Signer;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.key.Signer;

/**
 * Makes {@code specs/vectors/ofd/integrity.json}: packages with the list of GM/T 0099 appendix D.1,
 * as producers write it, altered, and signed as no honest composer would.
 */
final class IntegrityVectors {
  private final Vectors vectors =
      new Vectors(
          "ofd-integrity",
          "OFD",
          Sample.policy(),
          Map.of("Genuine", "as producers write it", "A3", "entry A3 of the catalogue of attacks"));

  private IntegrityVectors() {}

  static String write() {
    IntegrityVectors all = new IntegrityVectors();
    all.genuine();
    all.smuggled();
    all.lists();
    all.values();
    return all.vectors.write();
  }

  private void genuine() {
    add("a list", p -> {}, expected(VALID, null));
    add("no leading slash", p -> p.slash = "", expected(VALID, null));
    add(
        "detached, with attributes",
        p -> p.value = x -> Gbt35275Signer.detached(x, Sample.SIGNER, TestPki.NOW),
        expected(VALID, null));
    add(
        "the value names itself",
        p -> p.more.add("/" + IntegrityPackage.VALUE),
        expected(VALID, null));
  }

  private void smuggled() {
    later(
        "a file that is not listed",
        p -> p.files.put("Doc_0/Res/x.png", Bytes.utf8("x")),
        expected(INVALID, Reason.FILE_NOT_EXPECTED));
    later(
        "a file that is not listed, in a folder of its own",
        p -> p.files.put("x/y", Bytes.utf8("x")),
        expected(INVALID, Reason.FILE_NOT_EXPECTED));
    add(
        "a listed file that is not there",
        p -> p.more.add("/Doc_0/Res/y.png"),
        expected(INVALID, Reason.REFERENCED_FILE_MISSING));
    later(
        "the list taken away",
        p -> p.files.remove(IntegrityPackage.LIST),
        expected(INVALID, Reason.SIGNATURE_LIST_CHANGED));
  }

  private void lists() {
    add(
        "a name added after signing",
        p ->
            p.altered =
                x ->
                    x.replace(
                        "</ofd:FileList>",
                        "<ofd:File ID=\"99\" FileLoc=\"/OFDEntries.xml\"/></ofd:FileList>"),
        expected(INVALID, Reason.DIGEST_MISMATCH));
    add(
        "a name twice",
        p -> p.more.add("/Doc_0/./Document.xml"),
        expected(INVALID, Reason.REFERENCE_DUPLICATED));
    add(
        "a name in another spelling twice",
        p -> p.more.add("/ofd.XML"),
        expected(INVALID, Reason.REFERENCE_DUPLICATED));
    add(
        "a path out of the package",
        p -> p.more.add("/../x"),
        expected(INVALID, Reason.PATH_ILLEGAL));
    add("another root element", p -> p.root = "Entries", expected(INVALID, Reason.MALFORMED));
    add("a document type", p -> p.before = "<!DOCTYPE a>", expected(INVALID, Reason.XML_FORBIDDEN));
    add(
        "two lists in one",
        p ->
            p.altered =
                x -> x.replace("<ofd:FileList>", "<ofd:FileList></ofd:FileList><ofd:FileList>"),
        expected(INVALID, Reason.XML_FORBIDDEN));
  }

  private void values() {
    later(
        "no value",
        p -> p.files.remove(IntegrityPackage.VALUE),
        expected(INVALID, Reason.REFERENCED_FILE_MISSING));
    add(
        "a seal in place of GB/T 35275",
        p -> p.value = x -> Forgery.value(x, "/" + IntegrityPackage.LIST),
        expected(INVALID, Reason.SIGNATURE_TYPE_MISMATCH));
    add(
        "a bare SM2 value",
        p -> p.value = Sample.SIGNER::sign,
        expected(INVALID, Reason.SIGNATURE_TYPE_MISMATCH));
    add(
        "the value of another list",
        p ->
            p.value = x -> Gbt35275Signer.attached(Digests.sm3(Bytes.utf8("other")), Sample.SIGNER),
        expected(INVALID, Reason.DIGEST_MISMATCH));
    Signer stranger = TestPki.seeded("stranger's integrity").sealSigner("stranger");
    add(
        "signed by a stranger",
        p -> p.value = x -> Gbt35275Signer.attached(Digests.sm3(x), stranger),
        expected(INDETERMINATE, Reason.NO_TRUST_ANCHOR));
  }

  /** The change is made before the list is. */
  private void add(String name, Consumer<IntegrityPackage> change, Vectors.Expected expected) {
    StrangersPackage stranger = new StrangersPackage();
    stranger.zipMethod = ZipEntry.STORED;
    IntegrityPackage made = new IntegrityPackage(Sample.files(stranger.zip()));
    change.accept(made);
    add(name, stranger.pack(made.make()), expected);
  }

  /** The change is made after the list was. */
  private void later(String name, Consumer<IntegrityPackage> change, Vectors.Expected expected) {
    StrangersPackage stranger = new StrangersPackage();
    stranger.zipMethod = ZipEntry.STORED;
    IntegrityPackage made = new IntegrityPackage(Sample.files(stranger.zip()));
    made.make();
    change.accept(made);
    add(name, stranger.pack(made.files), expected);
  }

  private void add(String name, Bytes document, Vectors.Expected expected) {
    String flag = expected.verdict() == VALID ? "Genuine" : "A3";
    vectors.interop(
        new Vectors.Case(name, flag, Map.of("document", document), TestPki.NOW), expected);
  }

  private static Vectors.Expected expected(Conclusion verdict, @Nullable Reason reason) {
    return new Vectors.Expected(verdict, Optional.ofNullable(reason));
  }
}
