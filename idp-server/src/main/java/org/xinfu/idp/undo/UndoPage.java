package org.xinfu.idp.undo;

import jakarta.servlet.http.HttpServletRequest;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.xinfu.idp.device.Devices;
import org.xinfu.idp.domain.Contact;

/**
 * Where the link of a notice leads. The page is the same for everybody: the secret stays in the
 * browser until the form is sent, so that nothing that opens links by itself does anything.
 */
@Controller
class UndoPage {
  static final String PATH = "/undo";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.of("Asia/Shanghai"));

  private final UndoChanges undo;

  UndoPage(UndoChanges undo) {
    this.undo = undo;
  }

  @GetMapping(PATH)
  String page(Model model) {
    model.addAttribute("problem", "");
    return "undo/start";
  }

  /** Answers at once: the session in which a redirect could find it may be among those that end. */
  @PostMapping(PATH)
  String undo(
      @RequestParam(defaultValue = "") String token,
      HttpServletRequest request,
      Locale language,
      Model model) {
    return switch (undo.undo(token, Devices.origin(request), language)) {
      case UndoChanges.Outcome.Refused refused -> again(model, "refused");
      case UndoChanges.Outcome.Limited limited -> again(model, "limited");
      case UndoChanges.Outcome.Done done -> {
        model.addAttribute(
            "authenticators",
            done.undone().authenticators().stream()
                .map(one -> new Line(one.kind().name(), TIME.format(one.at())))
                .toList());
        model.addAttribute("unbound", masked(done.undone().unbound()));
        model.addAttribute("bound", masked(done.undone().bound()));
        yield "undo/done";
      }
    };
  }

  private static String again(Model model, String problem) {
    model.addAttribute("problem", problem);
    return "undo/start";
  }

  private static List<String> masked(List<Contact> contacts) {
    return contacts.stream().map(Contact::masked).toList();
  }

  /** What was added, and when, in China Standard Time. */
  public record Line(String kind, String at) {}
}
