package org.xinfu.seal.domain;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Port: where applications are kept. Every call is part of the caller's transaction. */
public interface Applications {
  void add(Application application);

  Optional<Application> find(UUID id);

  /** The application, kept from every other transaction until this one ends. */
  Optional<Application> lock(UUID id);

  /** Stores the state, the seal code and the last step. */
  void stepTaken(Application application);

  /** Those within {@code reach}, newest first. */
  List<Application> list(Page page, Reach reach);

  /** How many there are within {@code reach}. */
  long count(Reach reach);

  /** The next serial of a seal code; never the same twice. */
  long nextSealSerial();
}
