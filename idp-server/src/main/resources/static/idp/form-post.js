// Sends the answer at once; without scripts the person presses the button.
document.forms[0].submit();
