using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Leasehold.AspNetCore;

/// <summary>Says what is wrong with an unreadable request, and where; never what stood there.</summary>
/// <remarks>
/// The framework's own messages echo input ("from \"4111…\"") and name types inside, so they are not passed on: only
/// what the developer wrote (parameter and member names) and positions are taken from them.
/// </remarks>
internal static partial class BadRequestProblem
{
    private const int MaxPathLength = 120;

    public static Problem Of(BadHttpRequestException exception, HttpContext context)
    {
        if (exception.StatusCode != StatusCodes.Status400BadRequest)
        {
            return StatusProblem.Of(exception.StatusCode, context);
        }

        return new Problem(
            StatusCodes.Status400BadRequest,
            exception.InnerException is JsonException json ? DescribeJson(json) : DescribeBinding(exception.Message));
    }

    private static string DescribeJson(JsonException json)
    {
        // What the reader itself could not parse is wrapped by the serializer; a wrong type is not.
        var isMalformed = json.InnerException is JsonException || json.Path is null;
        if (isMalformed)
        {
            return json.Message.Contains("maximum configured depth", StringComparison.Ordinal)
                ? $"The body is JSON nested too deeply{Position(json)}."
                : $"The body is not well-formed JSON{Position(json)}.";
        }

        var where = Shown(json.Path!);
        if (MissingMembers().Match(json.Message) is { Success: true } missing)
        {
            var names = missing.Groups["names"].Value.Replace("'", "", StringComparison.Ordinal);
            return $"The JSON at {where} lacks: {names}.";
        }

        return json.Message.StartsWith("Duplicate property", StringComparison.Ordinal)
            ? $"The JSON at {where} has a member twice{Position(json)}."
            : $"The JSON value at {where} is not of the kind expected there{Position(json)}.";
    }

    private static string Position(JsonException json)
        => json.LineNumber is { } line && json.BytePositionInLine is { } position
            ? $" (line {line + 1}, byte {position + 1})"
            : "";

    // Made of member names, which a caller can invent: shown only where it looks like names from a contract.
    private static string Shown(string path)
        => path.Length <= MaxPathLength && ContractPath().IsMatch(path) ? path : "a member";

    private static string DescribeBinding(string message)
    {
        if (message.EndsWith("was not provided from body.", StringComparison.Ordinal)
            || message.StartsWith("Implicit body inferred", StringComparison.Ordinal))
        {
            return "The request needs a body and has none.";
        }

        return Parameter().Match(message) is { Success: true } parameter
            ? $"The parameter {parameter.Groups["name"].Value} is missing or malformed."
            : "The request is malformed.";
    }

    [GeneratedRegex(
        "missing required properties including: (?<names>('[A-Za-z0-9_]+'(, )?)+)",
        RegexOptions.ExplicitCapture, 100)]
    private static partial Regex MissingMembers();

    [GeneratedRegex(@"^\$(\.[A-Za-z_]{1,40}|\[[0-9]{1,6}\])*$", RegexOptions.ExplicitCapture, 100)]
    private static partial Regex ContractPath();

    [GeneratedRegex(
        "^(Required|Failed to bind) parameter \"[^\"]*?(?<name>[A-Za-z_][A-Za-z0-9_]*)\"",
        RegexOptions.ExplicitCapture, 100)]
    private static partial Regex Parameter();
}
