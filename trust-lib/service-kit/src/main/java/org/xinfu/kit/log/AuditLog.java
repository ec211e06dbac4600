package org.xinfu.kit.log;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.xinfu.trust.Bytes;

/** The log over the book of audit, for who may read it: heads, and proofs that need no trust. */
public final class AuditLog {
  private static final String PROOF = "c2sp.org/tlog-proof@v1";

  private final LogTables tables;
  private final LogKeys keys;

  AuditLog(DataSource database, LogKeys keys) {
    this.tables = new LogTables(database);
    this.keys = keys;
  }

  /**
   * The last signed head, C2SP tlog-checkpoint with the root of the tree of SM3 in a line of its
   * own; empty before there is one. Kept elsewhere it shows later whether the log is still the one.
   */
  public Optional<String> checkpoint() {
    return tables.signed().map(LogTables.Signed::note);
  }

  /**
   * The keys by which a head is verified, one C2SP verifier key a line.
   *
   * @throws org.xinfu.trust.key.VaultException when the device does not answer
   */
  public String keys() {
    return keys.published().stream().map(key -> key + "\n").collect(Collectors.joining());
  }

  /**
   * That a row is in the log, C2SP tlog-proof: the row itself as its {@code extra} octets, index,
   * inclusion path and signed head; empty when no signed head has it.
   */
  public Optional<String> inclusion(long id) {
    Optional<LogTables.Signed> signed = tables.signed();
    Optional<Long> index = tables.tileOf(id).flatMap(tile -> index(tile, id));
    Optional<String> line = tables.line(id);
    if (signed.isEmpty() || index.isEmpty() || line.isEmpty()) {
      return Optional.empty();
    }
    long size = signed.get().size();
    return index
        .filter(at -> at < size)
        .map(
            at ->
                "%s\nextra %s\nindex %d\n%s\n%s"
                    .formatted(
                        PROOF,
                        base64(Bytes.utf8(line.get())),
                        at,
                        lines(new TileReader(tables).inclusion(at, size)),
                        signed.get().note()));
  }

  /**
   * That the last signed head goes on from one of {@code size} entries: the proof of RFC 9162
   * §2.1.4, one hash of SHA-256 in Base64 a line, an empty line, the head; empty when it has no
   * such size.
   */
  public Optional<String> consistency(long size) {
    return tables
        .signed()
        .filter(signed -> size >= 1 && size <= signed.size())
        .map(
            signed ->
                lines(new TileReader(tables).consistency(size, signed.size()))
                    + "\n"
                    + signed.note());
  }

  private static Optional<Long> index(Tile tile, long id) {
    int at = tile.ids().indexOf(id);
    return at < 0 ? Optional.empty() : Optional.of(tile.number() * 256 + at);
  }

  private static String lines(List<Bytes> path) {
    return path.stream().map(hash -> base64(hash) + "\n").collect(Collectors.joining());
  }

  private static String base64(Bytes octets) {
    return Base64.getEncoder().encodeToString(octets.toArray());
  }
}
