using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using ScoringAudit.Primitives;

namespace ScoringAudit.Cli;

/// <summary>One clear message for a command line that cannot be understood.</summary>
internal static class CommandErrors
{
    /// <summary>The first mistake of a command line; null when there is none.</summary>
    public static string? Of(ParseResult parsed, IReadOnlyList<string> args)
    {
        var command = parsed.CommandResult.Command;
        if (parsed.Action is not ParseErrorAction && parsed.Action != command.Action)
        {
            return null; // help and version, which no mistake should stop
        }

        var verb = command is RootCommand ? null : command.Name;
        var help = $"'scoring-audit {(verb is null ? string.Empty : verb + " ")}--help' shows what there is.";
        if (UnknownOption(command, args) is { } unknown)
        {
            var near = Nearest.Of(unknown, Options(command));
            return $"{(verb is null ? string.Empty : verb + ": ")}there is no option '{unknown}'. {(near is null ? string.Empty : $"Did you mean '{near}'? ")}{help}";
        }

        if (parsed.Errors.Count == 0)
        {
            return null;
        }

        if (verb is null && parsed.UnmatchedTokens.Count > 0)
        {
            var near = Nearest.Of(parsed.UnmatchedTokens[0], command.Subcommands.Select(c => c.Name));
            return $"there is no verb '{parsed.UnmatchedTokens[0]}'. {(near is null ? string.Empty : $"Did you mean '{near}'? ")}{help}";
        }

        if (parsed.UnmatchedTokens.Count > 0)
        {
            return $"{verb}: found '{parsed.UnmatchedTokens[0]}', expected nothing more there. {help}";
        }

        // A value that cannot be what it must be tells more than the error that follows from it.
        var error = parsed.Errors.FirstOrDefault(e => e.SymbolResult is OptionResult) ?? parsed.Errors[0];
        return error.SymbolResult switch
        {
            OptionResult { Tokens.Count: > 0 } option => Value(option.Option, option.Tokens[^1].Value),
            OptionResult { Implicit: false } option => $"{verb}: {option.Option.Name} has no value. Expected{Expected(option.Option)[1..]}. {help}",
            OptionResult option => $"{verb}: {option.Option.Name} is missing. Expected {option.Option.Name} {option.Option.HelpName}. {help}",
            ArgumentResult argument => $"{verb}: {argument.Argument.Name} is missing. Expected: {argument.Argument.Description}. {help}",
            _ when command.Arguments.Count > 0 => $"{verb}: {command.Arguments[0].Name} is missing. Expected: {command.Arguments[0].Description}. {help}",
            _ => $"{error.Message} {help}",
        };
    }

    private static string Value(Option option, string found)
    {
        var near = Nearest.Of(found, Choices(option));
        return $"{option.Name}: found '{found}', expected{Expected(option)[1..]}. {(near is null ? string.Empty : $"Did you mean '{near}'?")}".TrimEnd();
    }

    // With a comma or blank before it.
    private static string Expected(Option option)
    {
        var choices = Choices(option);
        if (choices.Count > 0)
        {
            return ", one of " + string.Join(", ", choices);
        }

        var type = Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;
        return type == typeof(ulong) ? ", a whole number from 0 to 18446744073709551615"
            : type == typeof(int) ? ", a whole number"
            : type == typeof(double) ? ", a number with a decimal point"
            : ", one " + (option.HelpName ?? "value");
    }

    private static List<string> Choices(Option option) =>
        option.ValueType == typeof(bool) ? [] : [.. option.GetCompletions(CompletionContext.Empty).Select(c => c.Label).Order(StringComparer.Ordinal)];

    // The parser takes a misspelt option for an argument, and then complains about something else.
    private static string? UnknownOption(Command command, IReadOnlyList<string> args)
    {
        var known = Options(command).ToHashSet(StringComparer.Ordinal);
        return args.TakeWhile(a => a != "--").Select(a => a.Split('=', ':')[0])
            .FirstOrDefault(a => a.Length > 2 && a.StartsWith("--", StringComparison.Ordinal) && !known.Contains(a));
    }

    private static IEnumerable<string> Options(Command command) =>
        command.Options.SelectMany(o => o.Aliases.Append(o.Name)).Append("--help").Append("--version").Where(n => n.StartsWith("--", StringComparison.Ordinal));
}
