using System.Text.Json;
using System.Text.Json.Serialization;
using Leasehold.Durable.Tests.Instances;

namespace Leasehold.Durable.Tests.Versions;

/// <summary>Reads the arguments as a version of the service does that does not know what they hold.</summary>
internal sealed class OlderVersion(Func<Exception> failure) : JsonConverter<ChargeArgs>
{
    public static void Set(DurableOptions options, Func<Exception> failure)
        => options.Json = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            Converters = { new OlderVersion(failure) },
        };

    public override ChargeArgs Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => throw failure();

    public override void Write(Utf8JsonWriter writer, ChargeArgs value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteNumber("row", value.Row);
        writer.WriteEndObject();
    }
}
