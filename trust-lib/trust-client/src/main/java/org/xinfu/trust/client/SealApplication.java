package org.xinfu.trust.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An application for a seal.
 *
 * @param state e.g. SUBMITTED, APPROVED, ISSUED
 * @param esId identifier of the seal, once it is made
 * @param next the step that it waits for
 * @param steps names of the steps taken, oldest first
 */
public record SealApplication(
    String id, String state, Optional<String> esId, Optional<String> next, List<String> steps) {
  /** What can be done with an application. */
  public enum Step {
    ACCEPT,
    REVIEW,
    APPROVE,
    REJECT,
    MAKE,
    ISSUE;

    String path() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public SealApplication {
    steps = List.copyOf(steps);
  }

  static SealApplication of(Fields fields) {
    return new SealApplication(
        fields.text("id"),
        fields.text("state"),
        fields.optional("esId"),
        fields.optional("next"),
        fields.list("steps").stream().map(s -> s.text("step")).toList());
  }

  /**
   * What a unit applies for.
   *
   * @param uscc unified social credit code, GB 32100
   * @param bottomText text beneath the star; may be empty
   * @param sealType 01..04 or 99
   * @param diameterMm 40, 42 or 45
   * @param materialDigest SM3 of the application's papers, hex
   */
  public record Request(
      String unitName,
      String uscc,
      String sealName,
      String bottomText,
      String sealType,
      int diameterMm,
      String materialDigest,
      String legalBasis) {
    Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("unitName", unitName);
      json.put("uscc", uscc);
      json.put("sealName", sealName);
      json.put("bottomText", bottomText);
      json.put("sealType", sealType);
      json.put("diameterMm", diameterMm);
      json.put("materialDigest", materialDigest);
      json.put("legalBasis", legalBasis);
      return json;
    }
  }
}
