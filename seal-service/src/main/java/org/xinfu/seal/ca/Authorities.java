package org.xinfu.seal.ca;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.RevokedEntry;

/** Port: what the authority remembers. Every call is part of the caller's transaction. */
public interface Authorities {
  /** Keeps every other process out until this transaction ends. */
  void lock();

  /** The certificate of an authority, or of the maker, by its name. */
  Optional<Certificate> certificate(String name);

  void add(String name, Certificate certificate);

  void issued(String authority, Certificate certificate, Instant at);

  List<RevokedEntry> revoked(String authority);

  BigInteger nextCrlNumber();
}
