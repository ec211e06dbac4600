package org.xinfu.idp.simulator;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A made-up entity of {@code entities.json}, with its legal representative. */
record Registered(
    String code,
    String kind,
    String name,
    String status,
    String representative,
    String documentType,
    String documentNumber) {
  boolean representedBy(Map<String, @Nullable Object> question) {
    return representative.equals(question.get("name"))
        && documentType.equals(question.get("documentType"))
        && documentNumber.equals(question.get("documentNumber"));
  }

  Registered standing(String now) {
    return new Registered(code, kind, name, now, representative, documentType, documentNumber);
  }

  Registered under(String name, String type, String number) {
    return new Registered(code, kind, this.name, status, name, type, number);
  }
}
