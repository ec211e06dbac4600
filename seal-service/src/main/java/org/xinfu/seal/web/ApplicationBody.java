package org.xinfu.seal.web;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.xinfu.seal.domain.Application;
import org.xinfu.seal.domain.SealRequest;
import org.xinfu.seal.domain.StepTaken;

/** An application as the API shows it; schema Application of seal-service.yaml. */
public record ApplicationBody(
    UUID id,
    String state,
    String unitName,
    String uscc,
    String sealName,
    String bottomText,
    String sealType,
    int diameterMm,
    String materialDigest,
    String legalBasis,
    @Nullable String esId,
    @Nullable String next,
    List<StepBody> steps) {
  /** The application as it stands. */
  public static ApplicationBody of(Application application) {
    SealRequest asked = application.request();
    return new ApplicationBody(
        application.id(),
        application.state().name(),
        asked.unitName(),
        asked.uscc().value(),
        asked.sealName(),
        asked.bottomText(),
        asked.type(),
        asked.diameterMm(),
        asked.materialDigest(),
        asked.legalBasis(),
        application.esId().orElse(null),
        application.next().map(Enum::name).orElse(null),
        application.steps().stream().map(StepBody::of).toList());
  }

  /** One step that was taken. */
  public record StepBody(String step, String person, String name, Instant at, String note) {
    static StepBody of(StepTaken taken) {
      return new StepBody(
          taken.step().name(),
          taken.person().id(),
          taken.person().name(),
          taken.at(),
          taken.note());
    }
  }
}
