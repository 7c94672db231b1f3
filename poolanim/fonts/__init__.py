"""Letters and fonts: how wide a text is, which pixels it covers, and the curves of its outline."""
