package org.xinfu.trust.client;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Members of a JSON object by type; a missing one means that the service does not keep to its
 * contract.
 */
record Fields(Map<String, @Nullable Object> members) {
  String text(String name) {
    return optional(name).orElseThrow(() -> new ServiceUnreachable("the answer lacks " + name));
  }

  Optional<String> optional(String name) {
    return members.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  Instant instant(String name) {
    try {
      return Instant.parse(text(name));
    } catch (DateTimeParseException e) {
      throw new ServiceUnreachable("the answer lacks the moment " + name, e);
    }
  }

  int number(String name) {
    if (members.get(name) instanceof Long number && number == number.intValue()) {
      return number.intValue();
    }
    throw new ServiceUnreachable("the answer lacks the number " + name);
  }

  Fields object(String name) {
    return of(members.get(name));
  }

  List<Fields> list(String name) {
    if (members.get(name) instanceof List<?> items) {
      return items.stream().map(Fields::of).collect(Collectors.toUnmodifiableList());
    }
    return List.of();
  }

  @SuppressWarnings("unchecked")
  static Fields of(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return new Fields((Map<String, @Nullable Object>) map);
    }
    throw new ServiceUnreachable("the answer lacks an object");
  }
}
