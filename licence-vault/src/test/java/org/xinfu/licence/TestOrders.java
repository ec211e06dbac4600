package org.xinfu.licence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xinfu.licence.domain.Holder;
import org.xinfu.licence.domain.LicenceFacts;

/** What clients send, from the samples. */
final class TestOrders {
  private TestOrders() {}

  static Map<String, Object> estate(String serial) {
    Map<String, Object> order = order(Samples.estate());
    order.put("serial", serial);
    order.put("esId", TestHouse.SEAL);
    return order;
  }

  static Map<String, Object> food(String number) {
    Map<String, Object> order = order(Samples.food());
    @SuppressWarnings("unchecked")
    Map<String, Object> items = (Map<String, Object>) order.get("items");
    items.put("number", number);
    order.put("esId", TestHouse.SEAL);
    return order;
  }

  static Map<String, Object> business() {
    Map<String, Object> record = order(Samples.business());
    record.put("identifier", Samples.business().identifier().text());
    return record;
  }

  private static Map<String, Object> order(LicenceFacts facts) {
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("typeCode", facts.identifier().typeCode());
    List<Map<String, Object>> holders = new ArrayList<>();
    for (Holder holder : facts.holders()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", holder.name());
      one.put("idType", holder.idType());
      one.put("id", holder.id());
      if (holder.share() != null) {
        one.put("share", holder.share());
      }
      holders.add(one);
    }
    order.put("holders", holders);
    order.put("items", new LinkedHashMap<>(facts.items()));
    order.put("issuer", Map.of("name", facts.issuer().name(), "uscc", facts.issuer().uscc()));
    order.put("validFrom", facts.validFrom().toString());
    if (facts.validTo() != null) {
      order.put("validTo", facts.validTo().toString());
    }
    return order;
  }
}
