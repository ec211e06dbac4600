package org.xinfu.idp.code;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.xinfu.idp.code.Notices.Notice;
import org.xinfu.idp.domain.Contact;

/** The port to the queue of notices. */
public interface NoticeQueue {
  /** Writes one, within the caller's transaction; it is due when that is over. */
  void put(Fresh fresh);

  /**
   * Takes some that are due. Until the lease ends no other replica takes them; if this one dies,
   * they are due again afterwards. Of several for one contact the oldest comes first: nobody is
   * told of two acts the wrong way round, but where one waits for another try.
   */
  List<Waiting> claim(int most, Instant now, Duration lease);

  /** It was taken: the row goes, and the book has one. */
  void sent(Waiting notice);

  /** It was not; it is due again at {@code next}. */
  void failed(Waiting notice, Instant next);

  /** It is not tried any more; the book has a row, and people can have it tried again. */
  void givenUp(Waiting notice, Instant now);

  Backlog backlog(Instant now);

  /** A notice, and when what it tells was done. */
  record Fresh(String accountId, Contact contact, Notice notice, Instant at) {}

  /**
   * One that somebody sends.
   *
   * @param message what a gateway knows it by, at each attempt
   * @param attempt the first is 1
   */
  record Waiting(long id, UUID message, Fresh what, int attempt) {}

  /**
   * What is not sent.
   *
   * @param oldest how long the oldest that still waits has waited
   */
  record Backlog(long waiting, long givenUp, Duration oldest) {}
}
