package org.xinfu.trust.ofd;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.seal.Seal;
import org.xinfu.trust.seal.SealClaim;
import org.xinfu.trust.seal.SealJudgement;
import org.xinfu.trust.seal.SealProofs;
import org.xinfu.trust.seal.SealVerifier;
import org.xinfu.trust.seal.SesSignature;

/** Judges one listed signature of one document. Nothing that it finds stops the others. */
final class SignatureJudge {
  private static final String CLAUSE = "GB/T 33190 18.2";
  private static final Set<String> HIDDEN = Set.of("Document", "Page", "OFD");

  /**
   * An xs:ID has letters of every script, and producers write GUIDs in braces and Base64. Not so
   * what makes a sentence of it: blanks (some are letters to Unicode), what is unseen, brackets.
   */
  private static final Pattern IDENTIFIER =
      Pattern.compile(
          "[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}&&"
              + "[^\\p{Ps}\\p{Pe}<>\\u115f\\u1160\\u2800\\u3164\\uffa0]{}]{1,64}");

  private final OfdGraph graph;
  private final OfdFiles files;
  private final OfdDocument document;
  private final SignatureList list;
  private final TrustPolicy policy;

  /** What the package's documents show, all of them. */
  private final Set<String> shown;

  private List<OfdDocument.Page> pages = List.of();

  /** What all signatures of the list carry for each other's validation. */
  private final Evidence evidence;

  SignatureJudge(OfdGraph graph, OfdDocument document, SignatureList list, TrustPolicy policy) {
    this.graph = graph;
    this.files = graph.files();
    this.shown = graph.content();
    this.document = document;
    this.list = list;
    this.policy = policy;
    this.evidence = CarriedEvidence.of(list, files);
  }

  /** {@code later} are the judgements of the signatures behind this one in the list. */
  Judged judge(SignatureList.Entry entry, List<Judged> later) {
    Report.Builder checks = new Report.Builder();
    Set<String> own = new LinkedHashSet<>(List.of(entry.path()));
    try {
      SignatureFile signature = files.signature(entry.path());
      checks.pass("signature-file", CLAUSE, entry.path());
      return judge(new Reading(entry, signature, later, checks), own);
    } catch (Finding f) {
      checks.fail("signature-file", CLAUSE, f.reason(), f.detail());
      // Its neighbours are the unreadable signature's, not signatures of their own.
      String folder = OfdPath.folderOf(entry.path()) + "/";
      files.paths().stream().filter(p -> p.startsWith(folder)).forEach(own::add);
      SignatureReport report = unread(entry.id(), Coverage.NONE, "UNKNOWN", checks);
      return new Judged(report, own);
    }
  }

  private Judged judge(Reading reading, Set<String> own) {
    SignatureFile signature = reading.signature();
    Report.Builder checks = reading.checks();
    boolean strict = policy.strict();
    namespace(signature, strict, checks);
    provider(signature, strict, checks);
    relative(reading.entry(), checks);
    ReferenceCheck references = new ReferenceCheck(signature, list.path(), graph);
    references.run(strict, checks);
    checkList(signature, references.covered(), checks);
    identifier(reading.entry(), listed(references, reading.later()), checks);
    Coverage coverage = coverage(signature, references.covered(), checks);
    own.addAll(new ShownSeal(signature, list, files).unnamed());
    Optional<Bytes> seal = part(new Part("seal-file", signature.sealLoc()), signature, own, checks);
    Part signed = new Part("signed-value", Optional.of(signature.signedValue()));
    Optional<Bytes> value = part(signed, signature, own, checks);
    Value parts = new Value(value, seal, coverage, proofs(own, reading.later()));
    Valued valued = value(reading, parts);
    return new Judged(
        valued.report(),
        own,
        references.covered(),
        valued.evidence(),
        valued.existedBy(),
        seen(reading, value));
  }

  private static StampOverlap.Seen seen(Reading reading, Optional<Bytes> value) {
    return value
        .flatMap(SesSignature::parse)
        .map(s -> s.seal().picture().data())
        .map(picture -> StampOverlap.Seen.of(reading.signature().stamps(), picture))
        .orElse(StampOverlap.Seen.nothing());
  }

  /** A later signature of a proven time proves that this one existed by then. */
  private SealProofs proofs(Set<String> own, List<Judged> later) {
    Optional<Instant> existedBy =
        later.stream().flatMap(j -> j.proves(own).stream()).min(Comparator.naturalOrder());
    Evidence all = later.stream().map(Judged::evidence).reduce(evidence, Evidence::and);
    return new SealProofs(all, existedBy);
  }

  /** OFD 2.0: a signature may build on another, which must be there and not build on this one. */
  private void relative(SignatureList.Entry entry, Report.Builder checks) {
    if (entry.relative().isPresent()) {
      Optional<Reason> problem = list.relativeProblem(entry);
      checks.require(
          problem.isEmpty(),
          "relative",
          "GB/T 33190 18.1",
          problem.orElse(Reason.SIGNATURE_LIST_CHANGED),
          entry.id() + " builds on " + entry.relative().get());
    }
  }

  private static void namespace(SignatureFile signature, boolean strict, Report.Builder checks) {
    if (signature.foreign() && strict) {
      checks.fail("namespace", "GB/T 33190 7", Reason.XML_FORBIDDEN, signature.path());
    } else if (signature.foreign()) {
      checks.warn("namespace", "GB/T 33190 7", Reason.ENCODING_NOT_STANDARD, signature.path());
    }
  }

  /** Table 67: attributes. Real producers write elements, or nothing; neither shows anything. */
  private static void provider(SignatureFile signature, boolean strict, Report.Builder checks) {
    String clause = "GB/T 33190 18.2.1";
    if (!signature.provided() && strict) {
      checks.fail("provider", clause, Reason.ENCODING_NOT_STANDARD, signature.path());
    } else if (!signature.provided()) {
      checks.warn("provider", clause, Reason.ENCODING_NOT_STANDARD, signature.path());
    }
  }

  /** Whether this signature, or a later one that holds, protects the list. */
  private boolean listed(ReferenceCheck references, List<Judged> later) {
    return references.covered().contains(list.path())
        || later.stream()
            .anyMatch(
                j ->
                    j.report().conclusion() == Conclusion.VALID
                        && j.covered().contains(list.path()));
  }

  /**
   * An xs:ID (table 66), which reports show: a sentence there would be read as theirs, and by one
   * ID nobody knows which of two signatures is meant.
   */
  private void identifier(SignatureList.Entry entry, boolean signed, Report.Builder checks) {
    boolean doubled = list.doubled().contains(entry.id());
    if (!doubled && IDENTIFIER.matcher(entry.id()).matches()) {
      return;
    }
    Reason reason = doubled ? Reason.IDENTIFIER_DUPLICATED : Reason.ENCODING_NOT_STANDARD;
    String clause = "GB/T 33190 18.1";
    if (policy.strict()) {
      checks.fail("signature-id", clause, reason, entry.id());
    } else if (signed) {
      checks.warn("signature-id", clause, reason, entry.id());
    } else {
      checks.unknown("signature-id", clause, reason, entry.id());
    }
  }

  /** A list that no digest protects must at least be the one that our writer makes. */
  private void checkList(SignatureFile signature, Set<String> covered, Report.Builder checks) {
    if (!covered.contains(list.path()) && signature.canonicalList()) {
      checks.require(
          SignatureXml.isCanonical(list, files),
          "signature-list",
          "GB/T 33190 18.1",
          Reason.SIGNATURE_LIST_CHANGED,
          list.path());
    }
  }

  private Coverage coverage(SignatureFile signature, Set<String> covered, Report.Builder checks) {
    Set<String> content = new LinkedHashSet<>(document.content());
    signature
        .imageLoc()
        .flatMap(l -> SignatureList.located(signature.path(), l, files))
        .ifPresent(content::add);
    List<String> open = content.stream().filter(p -> !covered.contains(p)).toList();
    String clause = "GB/T 33190 18.2.2";
    if (open.isEmpty()) {
      checks.pass("coverage", clause, content.size() + " files");
      return Coverage.WHOLE;
    }
    String detail = String.join(", ", open.subList(0, Math.min(20, open.size())));
    if (open.contains(document.docRoot()) && (open.size() == content.size() || hides(covered))) {
      // The document shown is not the one signed: OFD.xml leads elsewhere, or a copy was signed.
      checks.fail("coverage", clause, Reason.CONTENT_NOT_COVERED, detail);
    } else {
      checks.unknown("coverage", clause, Reason.CONTENT_NOT_COVERED, detail);
    }
    return open.size() == content.size() ? Coverage.NONE : Coverage.PARTIAL;
  }

  /** Whether a document or page is protected that nobody is shown. */
  private boolean hides(Set<String> covered) {
    return covered.stream()
        .filter(p -> !shown.contains(p) && p.toLowerCase(Locale.ROOT).endsWith(".xml"))
        .anyMatch(p -> HIDDEN.contains(rootName(p)));
  }

  private String rootName(String path) {
    try {
      return files.xml(path).name();
    } catch (Finding unreadable) {
      return "";
    }
  }

  /** A file of which a signature consists, named by its Signature.xml. */
  private record Part(String check, Optional<String> location) {}

  private Optional<Bytes> part(
      Part part, SignatureFile signature, Set<String> own, Report.Builder checks) {
    if (part.location().isEmpty()) {
      return Optional.empty();
    }
    String location = part.location().get();
    // From Signature.xml (GB/T 33190 7.3.3); some writers mean the folder of the list.
    Optional<String> path =
        SignatureList.located(signature.path(), location, files)
            .or(() -> SignatureList.located(list.path(), location, files));
    path.ifPresent(own::add);
    try {
      Optional<Bytes> octets = path.isPresent() ? files.part(path.get()) : Optional.empty();
      boolean lenient =
          part.check().equals("seal-file")
              && !policy.strict()
              && new ShownSeal(signature, list, files).mayBeMissing();
      if (octets.isEmpty() && lenient) {
        checks.warn(part.check(), CLAUSE, Reason.REFERENCED_FILE_MISSING, location);
      } else {
        checks.require(
            octets.isPresent(), part.check(), CLAUSE, Reason.REFERENCED_FILE_MISSING, location);
      }
      return octets;
    } catch (Finding f) {
      checks.fail(part.check(), CLAUSE, f.reason(), f.detail());
      return Optional.empty();
    }
  }

  /** The pages, read once for all signatures of the list. */
  private List<OfdDocument.Page> pages() {
    if (pages.isEmpty()) {
      pages = document.pages(files);
    }
    return pages;
  }

  /** What was read before the value is judged. */
  private record Reading(
      SignatureList.Entry entry,
      SignatureFile signature,
      List<Judged> later,
      Report.Builder checks) {}

  /** The signature value, what lies beside it and what was found out about both. */
  private record Value(
      Optional<Bytes> octets, Optional<Bytes> seal, Coverage coverage, SealProofs proofs) {}

  /** What became of a value, and what its time-stamps bring and prove of it. */
  private record Valued(SignatureReport report, Evidence evidence, Optional<Instant> existedBy) {}

  private Valued value(Reading reading, Value parts) {
    SignatureList.Entry entry = reading.entry();
    Optional<Bytes> value = parts.octets();
    Report.Builder checks = reading.checks();
    SignatureValue kind = value.map(SignatureValue::of).orElse(SignatureValue.UNKNOWN);
    boolean sealed = entry.type().equals("Seal");
    boolean fits =
        sealed
            ? kind == SignatureValue.SES
            : entry.type().equals("Sign")
                && (kind == SignatureValue.GBT35275 || kind == SignatureValue.BARE_SM2);
    if (value.isEmpty() || !fits) {
      checks.fail(
          "signature-type",
          "GB/T 33190 18.1",
          Reason.SIGNATURE_TYPE_MISMATCH,
          "Type " + entry.type() + ", value " + kind);
      return new Valued(
          unread(entry.id(), parts.coverage(), kind.name(), checks),
          Evidence.none(),
          Optional.empty());
    }
    ShownSeal shown = new ShownSeal(reading.signature(), list, files);
    if (!sealed) {
      shown.refuse(checks);
      Bytes xml = files.octets(entry.path()).orElseThrow();
      Optional<SignatureDateTime> claimed = SignatureDateTime.parse(reading.signature().dateTime());
      PlainSignature plain = new PlainSignature(xml, value.get(), claimed, parts.proofs(), policy);
      return report(reading, parts.coverage(), plain.judge(kind), Optional.empty());
    }
    StampCheck.run(reading.signature().stamps(), pages(), policy.strict(), checks);
    compare(reading.signature(), shown, value.get(), checks);
    Bytes digest = files.sm3(entry.path()).orElseThrow();
    SealClaim claim =
        new SealClaim(
            value.get(),
            digest,
            "/" + entry.path(),
            parts.seal(),
            files.octets(entry.path()),
            parts.proofs());
    Optional<Instant> signedAt = SesSignature.parse(value.get()).flatMap(SesSignature::signedAt);
    return report(reading, parts.coverage(), SealVerifier.verifySignature(claim, policy), signedAt);
  }

  private void compare(
      SignatureFile signature, ShownSeal shown, Bytes value, Report.Builder checks) {
    Optional<SesSignature> signed = SesSignature.parse(value);
    try {
      if (signed.isPresent()) {
        Seal seal = signed.get().seal();
        StampSize.run(signature.stamps(), seal.picture(), policy.strict(), checks);
        shown.compare(seal, policy.strict(), checks);
      }
    } catch (Finding f) {
      checks.fail("seal-file", CLAUSE, f.reason(), f.detail());
    }
  }

  private Valued report(
      Reading reading, Coverage coverage, SealJudgement judged, Optional<Instant> claimed) {
    SignatureMethod.check(
        reading.signature().method(), judged.algorithm(), policy.strict(), reading.checks());
    Optional<Instant> known = Optional.ofNullable(judged.signedAt());
    boolean claim = judged.timeSource() == TimeSource.CLAIMED;
    new TimesTold(claimed.or(() -> known.filter(k -> claim)), known.filter(k -> !claim))
        .check(reading.signature().dateTime(), policy.strict(), reading.checks());
    return new Valued(
        judged.toSignatureReport(reading.entry().id(), coverage, reading.checks().report()),
        judged.evidence(),
        judged.existedBy());
  }

  private static SignatureReport unread(
      String id, Coverage coverage, String format, Report.Builder checks) {
    Report report = checks.report();
    boolean broken = report.checks().stream().anyMatch(c -> c.outcome() == Outcome.FAIL);
    return new SignatureReport(
        id,
        format,
        null,
        broken ? Integrity.BROKEN : Integrity.UNKNOWN,
        coverage,
        null,
        null,
        TimeSource.NONE,
        null,
        null,
        new ArrayList<>(),
        report);
  }
}
