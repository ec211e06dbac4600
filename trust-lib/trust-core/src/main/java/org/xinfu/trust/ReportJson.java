package org.xinfu.trust;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.json.CanonicalJson;

/**
 * The contract's JSON of reports: keys in a fixed order, no white space; the same report gives the
 * same octets. The shape is {@code specs/report.schema.json}.
 */
public final class ReportJson {
  private ReportJson() {}

  /**
   * One document as JSON text, without a final line feed.
   *
   * @param file the name as the caller gave it
   */
  public static String write(String file, DocumentReport report) {
    return CanonicalJson.write(document(file, report));
  }

  /** One document as ordered members, for callers that collect several. */
  public static Map<String, @Nullable Object> document(String file, DocumentReport report) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("file", file);
    members.put("sha256", report.sha256());
    members.put("format", report.format().name());
    members.put("verdict", report.conclusion().name());
    members.put("reason", report.reason().map(Reason::code).orElse(null));
    members.put("coverage", report.coverage().name());
    members.put("uncovered", report.uncovered());
    members.put("signatures", report.signatures().stream().map(ReportJson::signature).toList());
    members.put("checks", report.document().checks().stream().map(ReportJson::check).toList());
    members.put("policy", policy(report));
    members.put("at", report.at().toString());
    members.put("engine", Engine.name());
    return members;
  }

  /** The engine as reports cite it: name/version. */
  public static String engine() {
    return Engine.name();
  }

  private static Map<String, @Nullable Object> policy(DocumentReport report) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("name", report.policyName());
    members.put("sha256", report.policySha256());
    return members;
  }

  private static Map<String, @Nullable Object> signature(SignatureReport signature) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("id", signature.id());
    members.put("format", signature.format());
    members.put("level", signature.level());
    members.put("verdict", signature.conclusion().name());
    members.put("reason", signature.reason().map(Reason::code).orElse(null));
    members.put("integrity", signature.integrity().name());
    members.put("coverage", signature.coverage().name());
    members.put("algorithm", signature.algorithm());
    members.put("signedAt", text(signature.signedAt()));
    members.put("timeSource", signature.timeSource().name());
    members.put("signer", signer(signature.signer()));
    members.put("seal", seal(signature.seal()));
    members.put("changesAfter", changes(signature.changesAfter()));
    members.put("checks", signature.report().checks().stream().map(ReportJson::check).toList());
    return members;
  }

  private static @Nullable Object signer(SignatureReport.@Nullable SignerFacts signer) {
    if (signer == null) {
      return null;
    }
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("subject", signer.subject());
    members.put("serial", signer.serial());
    members.put("sha256", signer.sha256());
    members.put("issuer", signer.issuer());
    return members;
  }

  private static @Nullable Object seal(SignatureReport.@Nullable SealFacts seal) {
    if (seal == null) {
      return null;
    }
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("esId", seal.esId());
    members.put("name", seal.name());
    members.put("type", seal.type());
    members.put("version", seal.version());
    members.put("maker", seal.maker());
    members.put("validFrom", seal.validFrom().toString());
    members.put("validTo", seal.validTo().toString());
    members.put("picture", picture(seal.picture()));
    members.put("status", status(seal.status()));
    return members;
  }

  private static Object picture(SignatureReport.Picture picture) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("type", picture.type());
    members.put("widthMm", picture.widthMm());
    members.put("heightMm", picture.heightMm());
    members.put("sha256", picture.sha256());
    return members;
  }

  private static @Nullable Object status(SignatureReport.@Nullable SealStatus status) {
    if (status == null) {
      return null;
    }
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("value", status.value());
    members.put("asOf", status.asOf().toString());
    members.put("source", status.source());
    return members;
  }

  private static List<Map<String, @Nullable Object>> changes(List<SignatureReport.Change> changes) {
    return changes.stream().map(ReportJson::change).toList();
  }

  private static Map<String, @Nullable Object> change(SignatureReport.Change change) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("kind", change.kind());
    members.put("path", change.path());
    members.put("allowed", change.allowed());
    return members;
  }

  private static Map<String, @Nullable Object> check(Check check) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    Reason reason = check.reason();
    members.put("id", check.id());
    members.put("clause", check.clause());
    members.put("outcome", check.outcome().name());
    members.put("reason", reason == null ? null : reason.code());
    members.put("detail", check.detail());
    return members;
  }

  private static @Nullable String text(@Nullable Instant moment) {
    return moment == null ? null : moment.toString();
  }
}
