package org.xinfu.idp.plain;

import java.util.Optional;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.xinfu.idp.plain.MachineBook.Known;
import org.xinfu.idp.token.CodeTokens;

/** The port to what was granted by codes. */
public interface CodeBook {
  /**
   * The grant of a code, whatever became of it; empty when there is none of this client, or the
   * client is another now than the one that is handed in. Whom it is about is read with it. Either
   * may be as it was when the code was made, a moment ago: then {@link #spend} asks whether it is
   * so still.
   */
  Optional<OAuth2Authorization> granted(Known known, String code);

  /**
   * Writes, durably and in one statement, that the code is spent, what it was spent for, and what
   * the audit book says of it.
   *
   * @return whether it did; nothing is written when the grant is another now than the one that is
   *     handed in, or gone, or when anything else that was not read for it has changed
   */
  boolean spend(OAuth2Authorization grant, CodeTokens.Made tokens);

  /** The request goes another way: nothing counts there of what was handed out here unread. */
  void leave();
}
