using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Leasehold.Durable;

/// <summary>Writes and reads the arguments of operations.</summary>
internal static class ArgsJson
{
    /// <summary>Ends the setting up: once, before anything is written.</summary>
    /// <exception cref="InvalidOperationException">The arguments of a kind cannot be written.</exception>
    public static void Settle(JsonSerializerOptions options, IEnumerable<OperationType> types)
    {
        MakeReadOnly(options);
        foreach (var type in types)
        {
            if (options.TypeInfoResolver is null || !options.TryGetTypeInfo(type.ArgsType, out _))
            {
                throw new InvalidOperationException(
                    $"Operations of the kind '{type.Kind}' take {type.ArgsType.Name}, which the JSON options do not "
                    + "know. A trimmed or AOT application, and one with a resolver of its own, names its types in a "
                    + "JsonSerializerContext: AddDurable(options => "
                    + "options.Json.TypeInfoResolverChain.Add(YourContext.Default)).");
            }
        }
    }

    public static string Write<TArgs>(TArgs args, JsonSerializerOptions options)
        => JsonSerializer.Serialize(args, (JsonTypeInfo<TArgs>)options.GetTypeInfo(typeof(TArgs)));

    /// <inheritdoc cref="Write{TArgs}"/>
    public static string Write(object? args, Type type, JsonSerializerOptions options)
        => JsonSerializer.Serialize(args, options.GetTypeInfo(type));

    public static TArgs Read<TArgs>(string text, JsonSerializerOptions options)
        => JsonSerializer.Deserialize(text, (JsonTypeInfo<TArgs>)options.GetTypeInfo(typeof(TArgs)))!;

    [UnconditionalSuppressMessage(
        "Trimming", "IL2026", Justification = "Trimming switches reflection off, and then it is not asked for.")]
    [UnconditionalSuppressMessage(
        "AOT", "IL3050", Justification = "AOT switches reflection off, and then it is not asked for.")]
    private static void MakeReadOnly(JsonSerializerOptions options)
    {
        if (JsonSerializer.IsReflectionEnabledByDefault)
        {
            options.MakeReadOnly(populateMissingResolver: true);
        }
    }
}
