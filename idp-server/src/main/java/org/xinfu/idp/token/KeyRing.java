package org.xinfu.idp.token;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.token.SigningKeys.Entry;
import org.xinfu.trust.key.VaultException;

/**
 * The signing keys and whose turn it is. The next one is published before it signs and the last one
 * stays published until its tokens have ended, so that a service that caches the JWK set for less
 * than the lead meets no token whose key it does not know.
 */
public final class KeyRing {
  private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);

  private final SigningKeys list;
  private final Function<String, SigningKey> vault;
  private final KeySettings settings;
  private final Part part;
  private final Map<String, SigningKey> opened = new ConcurrentHashMap<>();
  private volatile @Nullable Reading reading;

  /**
   * The clock, the audit book, and the first key's label, such as {@code oidc-signing-1}; its
   * successors count on from it.
   */
  public record Part(Clock clock, IdpAudit audit, String firstLabel, Begin begin) {}

  /** When the first key is made. */
  public enum Begin {
    AT_ONCE,
    /** With the first token that is to be signed by it; until then no key is published. */
    WHEN_ASKED
  }

  private record Reading(Instant at, List<Entry> entries) {}

  /** Keys by their label in the vault; nothing is asked of the device before it is needed. */
  public KeyRing(
      SigningKeys list, Function<String, SigningKey> vault, KeySettings settings, Part part) {
    this.list = list;
    this.vault = vault;
    this.settings = settings;
    this.part = part;
  }

  /** The key that signs now. */
  SigningKey current() {
    Instant now = part.clock().instant();
    List<Entry> known = entries(now);
    List<Entry> entries = known.isEmpty() ? begin(now) : known;
    Entry current = entries.getFirst();
    for (Entry entry : entries) {
      current = entry.activeFrom().isAfter(now) ? current : entry;
    }
    return key(current);
  }

  /** What the JWK set holds now: the last keys, the current one and the next; or none yet. */
  public List<SigningKey> published() {
    Instant now = part.clock().instant();
    List<Entry> entries = entries(now);
    List<SigningKey> published = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      boolean over =
          i + 1 < entries.size()
              && !entries.get(i + 1).activeFrom().plus(settings.overlap()).isAfter(now);
      if (!over) {
        published.add(key(entries.get(i)));
      }
    }
    return published;
  }

  /**
   * Every key that is on the list, however long ago it signed, as far as the device still has it.
   *
   * @throws VaultException when the device does not answer
   */
  List<SigningKey> listed() {
    return list.all().stream().map(this::key).filter(SigningKey::there).toList();
  }

  /** The published key with this {@code kid}. */
  public Optional<SigningKey> published(String id) {
    return published().stream().filter(key -> key.id().equals(id)).findFirst();
  }

  /** Publishes the next key when its time has come; on any number of replicas. */
  @Scheduled(fixedDelayString = "${xinfu.keys.check:PT1H}")
  public void rotate() {
    Instant now = part.clock().instant();
    List<Entry> entries = read(now);
    if (entries.isEmpty()) {
      return;
    }
    Entry last = entries.getLast();
    Instant due = last.activeFrom().plus(settings.period()).minus(settings.lead());
    if (now.isBefore(due)) {
      return;
    }
    int number = last.number() + 1;
    try {
      key(label(number)).id(); // made in the device before anybody hears of it
    } catch (VaultException deviceAway) {
      LOG.warn("the next signing key has to wait for the device: {}", deviceAway.getMessage());
      return;
    }
    // Making one may take a device long, and the lead is for those who read the set.
    Instant made = part.clock().instant();
    Instant planned = last.activeFrom().plus(settings.period());
    Entry next = new Entry(number, label(number), made, later(made.plus(settings.lead()), planned));
    part.audit().with(next.label(), "signing-key-published", "done", () -> list.add(next));
    read(made);
  }

  private SigningKey key(Entry entry) {
    return key(entry.label());
  }

  private SigningKey key(String label) {
    return opened.computeIfAbsent(label, vault);
  }

  private List<Entry> entries(Instant now) {
    Reading known = reading;
    return known != null && now.isBefore(known.at().plus(settings.fresh()))
        ? known.entries()
        : read(now);
  }

  private List<Entry> read(Instant now) {
    List<Entry> entries = list.all();
    if (entries.isEmpty()) {
      // Another replica may begin at any time: nothing is not believed for a while.
      return part.begin() == Begin.AT_ONCE ? begin(now) : entries;
    }
    reading = new Reading(now, entries);
    return entries;
  }

  private List<Entry> begin(Instant now) {
    list.add(new Entry(1, part.firstLabel(), now, now));
    List<Entry> entries = list.all();
    reading = new Reading(now, entries);
    return entries;
  }

  private String label(int number) {
    return part.firstLabel().replaceFirst("-[0-9]+$", "") + "-" + number;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
