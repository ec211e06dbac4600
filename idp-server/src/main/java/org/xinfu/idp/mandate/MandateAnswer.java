package org.xinfu.idp.mandate;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.mandate.Chain;
import org.xinfu.idp.domain.mandate.Mandate;

/** A mandate as the API tells it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record MandateAnswer(
    String id,
    Entity entity,
    String personId,
    @Nullable String parent,
    String role,
    List<String> matters,
    String region,
    Instant from,
    Instant until,
    int depth,
    String standing,
    String evidence) {
  /** The entity that it is for. */
  record Entity(String id, String code, String name, String kind, String status) {}

  static MandateAnswer of(Chain chain, Instant at) {
    Mandate mandate = chain.mandate();
    Entity entity =
        new Entity(
            chain.entity().id(),
            chain.entity().code().value(),
            chain.entity().name(),
            chain.entity().kind().name(),
            chain.entity().status().name());
    return new MandateAnswer(
        mandate.id(),
        entity,
        mandate.personId(),
        mandate.parentId(),
        mandate.role().name(),
        List.copyOf(new TreeSet<>(mandate.extent().matters())),
        mandate.extent().region().code(),
        mandate.extent().from(),
        mandate.extent().until(),
        mandate.extent().depth(),
        chain.standing(at).name(),
        mandate.evidence());
  }
}
