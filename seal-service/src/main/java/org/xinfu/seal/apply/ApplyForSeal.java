package org.xinfu.seal.apply;

import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.xinfu.kit.Refused;
import org.xinfu.kit.audit.Audit;
import org.xinfu.kit.font.FontChain;
import org.xinfu.seal.domain.Application;
import org.xinfu.seal.domain.Applications;
import org.xinfu.seal.domain.Person;
import org.xinfu.seal.domain.Reach;
import org.xinfu.seal.domain.SealRefusal;
import org.xinfu.seal.domain.SealRequest;

/** A unit's handler submits an application. */
@Service
public class ApplyForSeal {
  /** Han characters, letters, digits, brackets and the middle dot: nothing that a name escapes. */
  private static final String NAME = "[\\p{IsHan}\\p{L}\\p{Nd}()\\uFF08\\uFF09\\u00B7]{4,30}";

  private static final String BOTTOM = "[\\p{IsHan}\\p{L}\\p{Nd}()\\uFF08\\uFF09]{0,10}";

  private final Applications applications;
  private final FontChain fonts;
  private final Audit audit;
  private final Clock clock;

  ApplyForSeal(Applications applications, FontChain fonts, Audit audit, Clock clock) {
    this.applications = applications;
    this.fonts = fonts;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * The submitted application.
   *
   * @param reach for whom this person may apply
   * @throws Refused when it is for another unit, or the picture could not be drawn from this text
   */
  @Transactional
  public Application apply(SealRequest request, Person person, Reach reach) {
    if (!reach.covers(request)) {
      throw new Refused(SealRefusal.NOT_YOUR_ORGANISATION);
    }
    if (!request.unitName().matches(NAME) || !request.bottomText().matches(BOTTOM)) {
      throw new Refused(SealRefusal.SEAL_TEXT_INVALID);
    }
    if (!fonts.missing(request.unitName() + request.bottomText()).isEmpty()) {
      throw new Refused(SealRefusal.GLYPH_MISSING);
    }
    Application application =
        Application.submitted(UUID.randomUUID(), request, person, clock.instant());
    applications.add(application);
    audit.record(
        "seal-applied",
        application.id().toString(),
        "done",
        Map.of("unit", request.unitName(), "uscc", request.uscc().value()));
    return application;
  }
}
