package org.xinfu.trust.cli;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.ReportJson;
import org.xinfu.trust.json.CanonicalJson;

/** The contract's JSON: one object, or an array when several files were asked for. */
final class JsonWriter implements ReportWriter {
  @Override
  public Bytes write(List<Judgement> judgements, boolean several) {
    List<Map<String, @Nullable Object>> documents =
        judgements.stream()
            .flatMap(j -> j.report().map(r -> ReportJson.document(j.name(), r)).stream())
            .toList();
    if (several) {
      return Bytes.utf8(CanonicalJson.write(documents) + "\n");
    }
    return documents.isEmpty()
        ? Bytes.empty()
        : Bytes.utf8(CanonicalJson.write(documents.get(0)) + "\n");
  }
}
