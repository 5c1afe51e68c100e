using System.Text.Json;
using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Leasehold.ServiceDefaults.Problems;

/// <summary>Says what is wrong with an unreadable request, and where; never what stood there.</summary>
/// <remarks>
/// The framework's own messages echo input ("from \"4111…\"") and name types inside, so they are not passed on: only
/// what the developer wrote (parameter and member names) and positions are taken from them.
/// </remarks>
internal static class BadRequestProblem
{
    private const int MaxPathLength = 120;
    private const int MaxIndexDigits = 6;
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_";
    private const string Digits = "0123456789";

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create(Letters + Digits);
    private static readonly SearchValues<char> NameListCharacters = SearchValues.Create(Letters + Digits + ", ");
    private static readonly SearchValues<char> PathCharacters = SearchValues.Create(Letters + "$.[]");

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
        if (MissingMembers(json.Message) is { } names)
        {
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
        => path.Length <= MaxPathLength && IsContractPath(path) ? path : "a member";

    // Names of letters, and short indexes in brackets: "$.items[12].url".
    private static bool IsContractPath(string path)
    {
        var digits = -1;
        foreach (var c in path)
        {
            digits = c switch
            {
                '[' => 0,
                ']' => -1,
                _ => digits < 0 ? -1 : digits + 1,
            };
            if (digits > MaxIndexDigits || (digits > 0 ? !char.IsAsciiDigit(c) : !PathCharacters.Contains(c)))
            {
                return false;
            }
        }

        return true;
    }

    private static string DescribeBinding(string message)
    {
        if (message.EndsWith("was not provided from body.", StringComparison.Ordinal)
            || message.StartsWith("Implicit body inferred", StringComparison.Ordinal))
        {
            return "The request needs a body and has none.";
        }

        return Parameter(message) is { } name
            ? $"The parameter {name} is missing or malformed."
            : "The request is malformed.";
    }

    // "… missing required properties including: 'a', 'b'." These are members of ours, as the developer named them.
    private static string? MissingMembers(string message)
    {
        const string before = "missing required properties including: ";
        var start = message.IndexOf(before, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        var names = message[(start + before.Length)..].TrimEnd('.').Replace("'", "", StringComparison.Ordinal);
        return names.Length is > 0 and <= MaxPathLength && !names.AsSpan().ContainsAnyExcept(NameListCharacters)
            ? names
            : null;
    }

    // "Required parameter "string name" was not provided …", "Failed to bind parameter "int? limit" from …": the last
    // word inside the first quotes is the name, as the developer wrote it.
    private static string? Parameter(string message)
    {
        if (!message.StartsWith("Required parameter \"", StringComparison.Ordinal)
            && !message.StartsWith("Failed to bind parameter \"", StringComparison.Ordinal))
        {
            return null;
        }

        var start = message.IndexOf('"', StringComparison.Ordinal) + 1;
        var end = message.IndexOf('"', start);
        if (end < 0)
        {
            return null;
        }

        var name = message[start..end].Split(' ')[^1];
        return name.Length is > 0 and <= MaxPathLength && !name.AsSpan().ContainsAnyExcept(NameCharacters)
            ? name
            : null;
    }
}
