package org.xinfu.trust.ofd;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;

/**
 * Recomputes the digests of a signature's References, GB/T 33190-2016 §18.2.2, and tells which
 * files they protect.
 */
final class ReferenceCheck {
  private static final String CLAUSE = "GB/T 33190 18.2.2";
  private final SignatureFile signature;
  private final String list;
  private final OfdFiles files;
  private final Set<String> spelled;
  private final Set<String> covered = new LinkedHashSet<>();

  /** {@code list} is the path of Signatures.xml, whose change has a reason of its own. */
  ReferenceCheck(SignatureFile signature, String list, OfdGraph graph) {
    this.signature = signature;
    this.list = list;
    this.files = graph.files();
    this.spelled = graph.spelled();
  }

  /** Paths that the references name and that exist; fills up during {@link #run}. */
  Set<String> covered() {
    return covered;
  }

  void run(boolean strict, Report.Builder checks) {
    CheckMethod method = CheckMethod.of(signature);
    method.report(signature, strict, checks);
    if (method.digest().isEmpty()) {
      return;
    }
    int before = checks.report().checks().size();
    Set<String> keys = new HashSet<>();
    for (SignatureFile.Reference reference : signature.references()) {
      check(reference, method.digest(), keys, checks);
    }
    if (signature.references().isEmpty()) {
      checks.fail("references", CLAUSE, Reason.CONTENT_NOT_COVERED, "nothing is protected");
    } else if (checks.report().checks().size() == before) {
      checks.pass("references", CLAUSE, covered.size() + " files");
    }
  }

  private void check(
      SignatureFile.Reference reference, String digest, Set<String> keys, Report.Builder checks) {
    String ref = reference.fileRef();
    // From the package root, with or without the leading slash: real files show both.
    Optional<String> path = OfdPath.join("", ref.startsWith("/") ? ref.substring(1) : ref);
    if (path.isEmpty() || !OfdPath.legal(ref.startsWith("/") ? ref.substring(1) : ref)) {
      checks.fail("reference", CLAUSE, Reason.PATH_ILLEGAL, ref);
      return;
    }
    if (!keys.add(OfdPath.key(path.get()))) {
      checks.fail("reference", CLAUSE, Reason.REFERENCE_DUPLICATED, ref);
      return;
    }
    Optional<String> named = files.named(path.get());
    Optional<Bytes> actual = named.flatMap(file -> files.digest(digest, file));
    if (named.isEmpty() || actual.isEmpty()) {
      checks.fail("reference", CLAUSE, Reason.REFERENCED_FILE_MISSING, ref);
      return;
    }
    covered.add(named.get());
    if (!named.equals(path) && !spelled.contains(named.get())) {
      // No location calls it so: it was given this name afterwards, or nobody can tell that it was
      // not, and a reader that tells letters apart does not find it.
      String detail = ref + " is there as " + named.get() + " only";
      checks.unknown("reference", CLAUSE, Reason.REFERENCED_FILE_MISSING, detail);
    }
    if (!actual.get().equals(reference.checkValue())) {
      boolean later = named.get().equals(list);
      checks.fail(
          "reference",
          later ? "GB/T 33190 18.1" : CLAUSE,
          later ? Reason.SIGNATURE_LIST_CHANGED : Reason.DIGEST_MISMATCH,
          ref);
    }
  }
}
