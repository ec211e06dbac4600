package org.xinfu.trust.facts;

import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.DocumentFormat;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.PolicyFingerprint;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.ReportJson;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.TrustPolicy.Budgets;
import org.xinfu.trust.TrustPolicy.Mode;
import org.xinfu.trust.TrustPolicy.Revocation;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.key.Hash;

/**
 * What a verification read of a document, and the evidence it was handed: enough to judge it again
 * under another policy or for another moment, without the document. The same policy and moment give
 * the same report, octet by octet.
 *
 * <p>Facts are as trustworthy as whoever kept them: where they hold digests instead of octets,
 * nothing but the document itself can contradict them.
 */
public final class Facts {
  /** No more octets of a document than this are kept. */
  static final long MOST_OCTETS = 64L << 20;

  private final String file;
  private final String engine;
  private final Recording document;
  private final Optional<Recording> content;
  private final Evidence evidence;

  Facts(String file, String engine, Contents contents, Evidence evidence) {
    this.file = file;
    this.engine = engine;
    this.document = contents.document();
    this.content = contents.content();
    this.evidence = evidence;
  }

  /** A document, and what it is over when that lies apart. */
  record Contents(Recording document, Optional<Recording> content) {}

  /**
   * A report, and the facts under it.
   *
   * @param facts empty when more than 64 MiB of the document had to be read
   */
  public record Recorded(DocumentReport report, Optional<Facts> facts) {}

  /** What is to be judged: a name for it, its octets, and what it is over when that lies apart. */
  public record Subject(String file, DocumentSource document, Optional<DocumentSource> content) {}

  /**
   * Judges a document and keeps what that took, for both modes and standard budgets too.
   *
   * @throws UncheckedIOException when the medium fails, or the document changes meanwhile
   */
  public static Recorded record(Subject subject, TrustPolicy policy) {
    RecordingSource document = new RecordingSource(subject.document(), MOST_OCTETS);
    Optional<RecordingSource> content =
        subject.content().map(source -> new RecordingSource(source, MOST_OCTETS));
    AskedSource asked = new AskedSource(Map.of(), policy.source());
    TrustPolicy own = policy.revocation() == Revocation.ONLINE ? policy.online(asked) : policy;
    DocumentReport report = verify(document, content, own);
    TrustPolicy wide = own.withBudgets(Budgets.standard());
    Set<TrustPolicy> others =
        new LinkedHashSet<>(List.of(wide.withMode(Mode.INTEROP), wide.withMode(Mode.STRICT)));
    others.remove(own);
    for (TrustPolicy other : others) {
      DocumentReport unused = verify(document, content, other);
    }
    Optional<Recording> apart = content.flatMap(RecordingSource::recording);
    boolean complete = content.isEmpty() == apart.isEmpty();
    Optional<Facts> facts =
        document
            .recording()
            .filter(recording -> complete)
            .map(
                recording ->
                    new Facts(
                        subject.file(),
                        ReportJson.engine(),
                        new Contents(recording, apart),
                        Evidence.of(policy, asked.answers())));
    return new Recorded(report, facts);
  }

  private static DocumentReport verify(
      DocumentSource document, Optional<? extends DocumentSource> content, TrustPolicy policy) {
    return content.isPresent()
        ? Trust.verify(document, content.get(), policy)
        : Trust.verify(document, policy);
  }

  /** Reads what {@link #write} wrote; INVALID when it is anything else or contradicts itself. */
  public static Verdict<Facts> read(Bytes json) {
    return FactsJson.read(json);
  }

  /** The same of a file, which is not read when it is larger than facts ever are. */
  public static Verdict<Facts> read(DocumentSource json) {
    return FactsJson.read(json);
  }

  /** Canonical JSON with one final line feed; the shape is decision record 0012's. */
  public Bytes write() {
    return Bytes.utf8(FactsJson.write(this) + "\n");
  }

  /**
   * Judges again. The evidence that was handed in then stands behind the policy's own. Where the
   * policy asks for what was not read before, nothing is guessed: INDETERMINATE.
   */
  public DocumentReport judge(TrustPolicy policy) {
    TrustPolicy full = evidence.behind(policy);
    ReplayedSource replayed = new ReplayedSource(document);
    Optional<ReplayedSource> apart = content.map(ReplayedSource::new);
    try {
      DocumentReport report = verify(replayed, apart, full);
      Optional<String> missing = missing(replayed, apart);
      return missing.isEmpty() ? report : withoutOctets(missing.get(), full);
    } catch (UncheckedIOException notRecorded) {
      return withoutOctets(missing(replayed, apart).orElseThrow(() -> notRecorded), full);
    }
  }

  private static Optional<String> missing(ReplayedSource one, Optional<ReplayedSource> other) {
    return one.missing().or(() -> other.flatMap(ReplayedSource::missing));
  }

  private DocumentReport withoutOctets(String what, TrustPolicy policy) {
    Report.Builder checks = new Report.Builder();
    checks.unknown("facts", "", Reason.SIGNED_CONTENT_MISSING, what + " were not recorded");
    return new DocumentReport(
        document.sha256().toHex(),
        DocumentFormat.UNKNOWN,
        Coverage.NONE,
        List.of(),
        List.of(),
        checks.report(),
        PolicyFingerprint.nameOf(policy),
        PolicyFingerprint.of(policy),
        policy.at());
  }

  /** The document's name when it was judged. */
  public String file() {
    return file;
  }

  /** Which engine read the document. */
  public String engine() {
    return engine;
  }

  /** SHA-256 of these facts as they are written, without the final line feed; hex. */
  public String sha256() {
    return Hash.SHA256.of(Bytes.utf8(FactsJson.write(this))).toHex();
  }

  /** The document as far as it was read; reading further throws {@link UncheckedIOException}. */
  public DocumentSource document() {
    return new ReplayedSource(document);
  }

  Recording recording() {
    return document;
  }

  Optional<Recording> content() {
    return content;
  }

  Evidence evidence() {
    return evidence;
  }
}
