using System.Text.Json;

namespace Leasehold.AspNetCore;

/// <summary>Enumerations as words in snake_case.</summary>
internal static class SnakeCase
{
    public static string Of<T>(T value)
        where T : struct, Enum
        => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
