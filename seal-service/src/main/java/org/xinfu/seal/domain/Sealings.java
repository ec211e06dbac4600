package org.xinfu.seal.domain;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Port: the record of every use. */
public interface Sealings {
  void add(Sealing sealing);

  Optional<Sealing> find(UUID id);

  /** The latest uses of a seal, newest first. */
  List<Sealing> latest(String esId, int most);
}
