package org.xinfu.idp.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** A made-up person of {@code residents.json}. */
record Resident(
    String name,
    String documentType,
    String documentNumber,
    String birthDate,
    String term,
    @Nullable String phone,
    @Nullable String bankCard,
    @Nullable String faceReceipt,
    @Nullable String guardian,
    boolean deceased,
    @Nullable List<Former> replaces) {
  /** A document in whose place this one was issued. */
  record Former(String type, String number) {}

  /** All of them. */
  static List<Resident> all() {
    try (InputStream in = Resident.class.getResourceAsStream("residents.json")) {
      return JsonMapper.builder()
          .build()
          .readValue(Objects.requireNonNull(in), new TypeReference<>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean is(Map<String, @Nullable Object> question) {
    return documentType.equals(question.get("documentType"))
        && documentNumber.equals(question.get("documentNumber"));
  }

  /** The kinds of fact that agree; the document's counts only with name and birth date. */
  Set<String> matched(Map<String, @Nullable Object> question) {
    Set<String> matched = new TreeSet<>();
    if (name.equals(question.get("name")) && birthDate.equals(question.get("birthDate"))) {
      matched.add("DOCUMENT");
    }
    agree(matched, "TERM", term, question.get("term"));
    agree(matched, "PHONE", phone, question.get("phone"));
    agree(matched, "BANK_CARD", bankCard, question.get("bankCard"));
    agree(matched, "FACE", faceReceipt, question.get("faceReceipt"));
    return matched;
  }

  boolean hasGuardian(Map<String, @Nullable Object> question) {
    return guardian != null && guardian.equals(question.get("guardian"));
  }

  private static void agree(
      Set<String> matched, String kind, @Nullable String ours, @Nullable Object theirs) {
    if (ours != null && Objects.equals(ours, theirs)) {
      matched.add(kind);
    }
  }
}
