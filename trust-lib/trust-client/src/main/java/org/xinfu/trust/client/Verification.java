package org.xinfu.trust.client;

import java.util.Optional;
import org.xinfu.trust.Bytes;

/**
 * What a service judged of a file.
 *
 * @param verdict VALID, INVALID, INDETERMINATE or NO_SIGNATURE
 * @param reason kebab-case code; none when VALID
 * @param coverage WHOLE, PARTIAL or NONE
 * @param json the whole report, as {@code xinfu verify --format json} prints it
 */
public record Verification(String verdict, Optional<String> reason, String coverage, String json) {
  static Verification of(Bytes answer) {
    String json = answer.toUtf8();
    Fields fields = new Fields(new Answer(200, "", answer).object());
    return new Verification(
        fields.text("verdict"), fields.optional("reason"), fields.text("coverage"), json);
  }
}
