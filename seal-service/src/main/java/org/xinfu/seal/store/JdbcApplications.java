package org.xinfu.seal.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.xinfu.seal.domain.Application;
import org.xinfu.seal.domain.ApplicationState;
import org.xinfu.seal.domain.Applications;
import org.xinfu.seal.domain.Page;
import org.xinfu.seal.domain.Person;
import org.xinfu.seal.domain.Reach;
import org.xinfu.seal.domain.SealRequest;
import org.xinfu.seal.domain.Step;
import org.xinfu.seal.domain.StepTaken;

/** Applications in PostgreSQL. */
@Repository
class JdbcApplications implements Applications {
  private static final String WITHIN = " WHERE (:unit::text IS NULL OR uscc = :unit) ";

  private final JdbcClient jdbc;

  JdbcApplications(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void add(Application application) {
    SealRequest asked = application.request();
    jdbc.sql(
            """
            INSERT INTO application (id, unit_name, uscc, seal_name, bottom_text, seal_type,
              diameter_mm, material_digest, legal_basis, state, submitted_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        .params(
            application.id(),
            asked.unitName(),
            asked.uscc().value(),
            asked.sealName(),
            asked.bottomText(),
            asked.type(),
            asked.diameterMm(),
            asked.materialDigest(),
            asked.legalBasis(),
            application.state().name(),
            Moments.of(application.submittedAt()))
        .update();
    addLastStep(application);
  }

  @Override
  public Optional<Application> find(UUID id) {
    return jdbc.sql("SELECT * FROM application WHERE id = ?")
        .param(id)
        .query((row, n) -> read(row))
        .optional();
  }

  @Override
  public Optional<Application> lock(UUID id) {
    return jdbc.sql("SELECT * FROM application WHERE id = ? FOR UPDATE")
        .param(id)
        .query((row, n) -> read(row))
        .optional();
  }

  @Override
  public void stepTaken(Application application) {
    jdbc.sql("UPDATE application SET state = ?, es_id = ? WHERE id = ?")
        .param(application.state().name())
        .param(application.esId().orElse(null))
        .param(application.id())
        .update();
    addLastStep(application);
  }

  @Override
  public List<Application> list(Page page, Reach reach) {
    return jdbc.sql(
            "SELECT * FROM application"
                + WITHIN
                + "ORDER BY submitted_at DESC, id LIMIT :size OFFSET :offset")
        .param("unit", reach.unit().orElse(null))
        .param("size", page.size())
        .param("offset", page.offset())
        .query((row, n) -> read(row))
        .list();
  }

  @Override
  public long count(Reach reach) {
    return jdbc.sql("SELECT count(*) FROM application" + WITHIN)
        .param("unit", reach.unit().orElse(null))
        .query(Long.class)
        .single();
  }

  @Override
  public long nextSealSerial() {
    return jdbc.sql("SELECT nextval('seal_serial')").query(Long.class).single();
  }

  private void addLastStep(Application application) {
    StepTaken last = application.steps().getLast();
    jdbc.sql("INSERT INTO application_step VALUES (?, ?, ?, ?, ?, ?, ?)")
        .params(
            application.id(),
            application.steps().size(),
            last.step().name(),
            last.person().id(),
            last.person().name(),
            Moments.of(last.at()),
            last.note())
        .update();
  }

  private Application read(ResultSet row) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    return new Application(
        id,
        SealRequestRow.read(row),
        ApplicationState.valueOf(row.getString("state")),
        Optional.ofNullable(row.getString("es_id")),
        steps(id));
  }

  private List<StepTaken> steps(UUID id) {
    return jdbc.sql("SELECT * FROM application_step WHERE application = ? ORDER BY number")
        .param(id)
        .query(
            (row, n) ->
                new StepTaken(
                    Step.valueOf(row.getString("step")),
                    new Person(row.getString("person"), row.getString("person_name")),
                    Moments.at(row, "at"),
                    row.getString("note")))
        .list();
  }
}
