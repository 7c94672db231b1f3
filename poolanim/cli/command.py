"""What all commands share: advice after a mistake."""

from __future__ import annotations

import click


class Command(click.Command):
    """A command that tells what was meant by an unknown option, or by words without an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Reads the arguments.

        Raises:
            click.UsageError: there is an unknown option, or a word that belongs to none.
        """
        ctx.allow_extra_args = True  # click's own message about them does not say what to do
        options = self.get_params(ctx)
        try:
            rest = super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            from poolanim.cli.guidance import unknown_option

            raise click.UsageError(unknown_option(error.option_name, options), ctx) from None
        if rest and not ctx.resilient_parsing:
            from poolanim.cli.guidance import stray

            takes_input = any(option.name == "input" for option in options)
            raise click.UsageError(stray(rest, takes_input=takes_input), ctx)
        return rest
