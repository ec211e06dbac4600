package org.xinfu.trust.ofd;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.TrustPolicy;

/**
 * Judges a package: its structure, every signature of every document, and whether anything is in it
 * that none of them protects.
 */
final class PackageJudge {
  private static final Set<String> SIGNATURE_NAMES =
      Set.of("signatures.xml", "signature.xml", "signedvalue.dat", "signvalue.dat");

  private static final String STRUCTURE = "GB/T 33190 7";

  private static final String LIST = "GB/T 33190 18.1";

  /** How files were encrypted, GM/T 0099 §7.3: not read here, so nobody can say what is shown. */
  private static final String ENCRYPTIONS = "Encryptions.xml";

  private final OfdGraph graph;
  private final OfdFiles files;
  private final TrustPolicy policy;
  private final Report.Builder checks;
  private final List<SignatureReport> signatures = new ArrayList<>();

  private final List<SignatureList> lists = new ArrayList<>();

  /** Path of each Signature.xml, by its SM3. */
  private final Map<Bytes, String> signatureFiles = new HashMap<>();

  /** The list that names each Signature.xml, by its path. */
  private final Map<String, String> listing = new HashMap<>();

  /** Files that signatures consist of, the lists among them. */
  private final Set<String> machinery = new LinkedHashSet<>();

  private final Set<String> covered = new LinkedHashSet<>();

  PackageJudge(OfdGraph graph, TrustPolicy policy, Report.Builder checks) {
    this.graph = graph;
    this.files = graph.files();
    this.policy = policy;
    this.checks = checks;
  }

  /** What was found; the container's own checks are in the builder. */
  record Findings(List<SignatureReport> signatures, Coverage coverage, List<String> uncovered) {}

  Findings judge() {
    structure();
    for (OfdDocument document : graph.documents()) {
      document.signatures().ifPresent(path -> judge(document, path));
    }
    IntegrityList.find(files).ifPresent(this::integrity);
    orphans();
    if (signatures.isEmpty()) {
      return new Findings(signatures, Coverage.NONE, List.of());
    }
    unexpected();
    spellings();
    faces();
    List<String> uncovered =
        graph.content().stream().filter(p -> !covered.contains(p)).sorted().toList();
    if (!uncovered.isEmpty()) {
      checks.unknown(
          "coverage",
          "GB/T 33190 18.2.2",
          Reason.CONTENT_NOT_COVERED,
          uncovered.size() + " files are protected by no signature");
    }
    return new Findings(signatures, coverage(uncovered), uncovered);
  }

  private Coverage coverage(List<String> uncovered) {
    boolean nothing = signatures.stream().allMatch(s -> s.coverage() == Coverage.NONE);
    return nothing ? Coverage.NONE : uncovered.isEmpty() ? Coverage.WHOLE : Coverage.PARTIAL;
  }

  private void structure() {
    for (OfdDocument document : graph.documents()) {
      for (Finding f : document.reachable().findings()) {
        // What is too much to be read is not judged; nobody knows that it is wrong.
        if (f.reason() == Reason.BUDGET_EXCEEDED) {
          checks.unknown("structure", STRUCTURE, f.reason(), f.detail());
        } else {
          checks.fail("structure", STRUCTURE, f.reason(), f.detail());
        }
      }
      for (Finding f : document.reachable().tags()) {
        if (policy.strict()) {
          checks.fail("tags", "GB/T 33190 16", Reason.ENCODING_NOT_STANDARD, f.detail());
        } else {
          checks.warn("tags", "GB/T 33190 16", Reason.ENCODING_NOT_STANDARD, f.detail());
        }
      }
      for (String location : document.reachable().outside()) {
        if (policy.strict()) {
          checks.fail("structure", "GB/T 33190 7.3.3", Reason.PATH_ILLEGAL, location);
        } else {
          checks.unknown("structure", "GB/T 33190 7.3.3", Reason.PATH_ILLEGAL, location);
        }
      }
      for (String location : document.reachable().dangling()) {
        checks.warn("structure", STRUCTURE, Reason.REFERENCED_FILE_MISSING, location);
      }
    }
  }

  /** What is signed must be one thing to all readers. */
  private void faces() {
    for (OfdDocument document : graph.documents()) {
      document.reachable().identifiers().report(policy.strict(), checks);
      document.reachable().values().doubt().ifPresent(d -> twoFaces("spellings", d));
      document.reachable().roots().doubt().ifPresent(d -> twoFaces("roots", d));
      document.reachable().ambiguous().stream()
          .findFirst()
          .ifPresent(l -> twoFaces("locations", l + ": two files"));
      new Versions(files, document).doubt().ifPresent(d -> twoFaces("versions", d));
      document.repeatedData().ifPresent(this::repeated);
    }
    files.named(ENCRYPTIONS).ifPresent(p -> twoFaces("encryption", p + ": another is inside"));
  }

  /** Readers that know of it show something else than those that do not. */
  private void twoFaces(String id, String detail) {
    if (policy.strict()) {
      checks.fail(id, STRUCTURE, Reason.PACKAGE_AMBIGUOUS, detail);
    } else {
      checks.unknown(id, STRUCTURE, Reason.PACKAGE_AMBIGUOUS, detail);
    }
  }

  private void repeated(String name) {
    if (policy.strict()) {
      checks.fail("custom-data", "GB/T 33190 7.4", Reason.IDENTIFIER_DUPLICATED, name);
    } else {
      checks.warn("custom-data", "GB/T 33190 7.4", Reason.IDENTIFIER_DUPLICATED, name);
    }
  }

  private void judge(OfdDocument document, String path) {
    machinery.add(path);
    try {
      SignatureList list = SignatureList.read(path, files);
      if (signatures.size() + list.entries().size() > policy.budgets().signatures()) {
        throw new Finding(Reason.BUDGET_EXCEEDED, list.entries().size() + " signatures");
      }
      lists.add(list);
      maximum(list);
      copies(list);
      SignatureJudge judge = new SignatureJudge(graph, document, list, policy);
      List<Judged> judged = backwards(list, judge);
      StampOverlap overlap = new StampOverlap(judged.stream().map(Judged::seen).toList());
      for (int i = 0; i < judged.size(); i++) {
        signatures.add(withChanges(judged, i, path, overlap));
        machinery.addAll(judged.get(i).own());
        covered.addAll(judged.get(i).covered());
      }
    } catch (Finding f) {
      checks.fail("signature-list", LIST, f.reason(), f.detail());
    }
  }

  /** Table 66 has MaxSignId once. It shows nothing: who signs next finds a free name by it. */
  private void maximum(SignatureList list) {
    String detail = list.path() + ": two MaxSignId in Signatures";
    if (list.maxima() > 1 && policy.strict()) {
      checks.fail("signature-list", LIST, Reason.ENCODING_NOT_STANDARD, detail);
    } else if (list.maxima() > 1) {
      checks.warn("signature-list", LIST, Reason.ENCODING_NOT_STANDARD, detail);
    }
  }

  /**
   * A value without a seal does not say to which path it belongs: it would hold for a copy too. And
   * no value says to which document it belongs: listed for another one, its seal is shown there.
   */
  private void copies(SignatureList list) {
    DocumentFolders folders = new DocumentFolders(graph.documents());
    for (SignatureList.Entry entry : list.entries()) {
      String other = listing.putIfAbsent(entry.path(), list.path());
      boolean twice = other != null && !other.equals(list.path());
      if (twice || folders.apart(list.path(), entry.path())) {
        checks.fail(
            "signature-list",
            LIST,
            Reason.SIGNATURE_LIST_CHANGED,
            entry.path() + " belongs to another document than " + list.path());
      }
      Optional<Bytes> digest = files.sm3(entry.path());
      String twin = digest.map(d -> signatureFiles.putIfAbsent(d, entry.path())).orElse(null);
      if (twin != null && !twin.equals(entry.path())) {
        checks.fail(
            "signature-list",
            LIST,
            Reason.SIGNATURE_LIST_CHANGED,
            entry.path() + " is a copy of " + twin);
      }
    }
  }

  /** The last one first, since it may prove when those before it existed. */
  private static List<Judged> backwards(SignatureList list, SignatureJudge judge) {
    Deque<Judged> judged = new ArrayDeque<>();
    for (int i = list.entries().size() - 1; i >= 0; i--) {
      judged.addFirst(judge.judge(list.entries().get(i), List.copyOf(judged)));
    }
    return List.copyOf(judged);
  }

  private void integrity(String path) {
    Judged judged = new IntegrityJudge(files, policy).judge(path);
    signatures.add(judged.report());
    machinery.addAll(judged.own());
  }

  /** Adds what later signatures brought: allowed when the earlier one left the list open. */
  private SignatureReport withChanges(
      List<Judged> judged, int index, String list, StampOverlap overlap) {
    Judged earlier = judged.get(index);
    boolean allowed = !earlier.covered().contains(list);
    List<SignatureReport.Change> changes = new ArrayList<>();
    for (Judged later : judged.subList(index + 1, judged.size())) {
      for (String path : later.own()) {
        if (!earlier.covered().contains(path)) {
          changes.add(new SignatureReport.Change("signature-added", path, allowed));
        }
      }
    }
    SignatureReport r = earlier.report();
    Report.Builder own = new Report.Builder();
    own.addAll("", r.report());
    overlap.check(index, policy.strict(), own);
    return new SignatureReport(
        r.id(),
        r.format(),
        r.level(),
        r.integrity(),
        r.coverage(),
        r.algorithm(),
        r.signedAt(),
        r.timeSource(),
        r.signer(),
        r.seal(),
        changes,
        own.report());
  }

  /** Files of a signature that no list names: a signature was taken away or its list swapped. */
  private void orphans() {
    Set<String> content = graph.content();
    for (String path : files.paths()) {
      String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
      if (!machinery.contains(path)
          && (SIGNATURE_NAMES.contains(name) || (!content.contains(path) && signature(path)))) {
        checks.fail("orphan-signature", LIST, Reason.SIGNATURE_LIST_CHANGED, path);
      }
    }
  }

  /** Whether it is a Signature.xml, whatever it is called. */
  private boolean signature(String path) {
    try {
      return path.toLowerCase(Locale.ROOT).endsWith(".xml")
          && files.xml(path).name().equals("Signature");
    } catch (Finding unreadable) {
      return false;
    }
  }

  /** A reader that tells upper and lower case apart would not find these files. */
  private void spellings() {
    if (files.respelled().isEmpty()) {
      return;
    }
    String detail = String.join(", ", files.respelled().stream().limit(10).toList());
    if (policy.strict()) {
      checks.fail("file-names", "GB/T 33190 6", Reason.ENCODING_NOT_STANDARD, detail);
    } else {
      checks.warn("file-names", "GB/T 33190 6", Reason.ENCODING_NOT_STANDARD, detail);
    }
  }

  /** Files that nothing leads to and no signature protects (GM/T 0099: smuggled files). */
  private void unexpected() {
    Set<String> known = new LinkedHashSet<>(graph.content());
    known.addAll(machinery);
    known.addAll(covered);
    for (String path : files.paths()) {
      if (known.contains(path)) {
        continue;
      }
      if (policy.strict()) {
        checks.fail("smuggled-file", "GM/T 0099", Reason.FILE_NOT_EXPECTED, path);
      } else if (VendorFile.is(path, lists, files)) {
        checks.warn("smuggled-file", "GM/T 0099", Reason.FILE_NOT_EXPECTED, path);
      } else {
        checks.unknown("smuggled-file", "GM/T 0099", Reason.FILE_NOT_EXPECTED, path);
      }
    }
  }
}
