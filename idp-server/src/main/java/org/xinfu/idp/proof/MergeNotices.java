package org.xinfu.idp.proof;

import java.util.List;
import java.util.Locale;
import org.xinfu.idp.code.Notices;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.Persons;

/** Tells whoever is reached by either account that two have become one. */
public record MergeNotices(Persons persons, Notices notices) {
  /** Who was reached by which account before. */
  record Reached(String ended, List<Contact> endeds, String kept, List<Contact> kepts) {
    Reached {
      endeds = List.copyOf(endeds);
      kepts = List.copyOf(kepts);
    }
  }

  Reached reached(String ended, String kept) {
    return new Reached(ended, persons.contacts(ended), kept, persons.contacts(kept));
  }

  void tell(Reached reached, Locale language) {
    notices.tell(
        reached.ended(),
        reached.endeds(),
        new Notices.Notice("merge.notice.ended", List.of(), language));
    notices.tell(
        reached.kept(),
        reached.kepts(),
        new Notices.Notice("merge.notice.kept", List.of(), language));
  }
}
