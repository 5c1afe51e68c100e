using System.Text.Json;

namespace Leasehold.Durable;

/// <summary>A recurring operation as it is registered here.</summary>
internal sealed class Recurrence(
    RecurringRegistration registration, RecurringOptions options, JsonSerializerOptions json)
{
    public string Name => registration.Name;

    public string Kind => registration.Kind;

    public RecurringOptions Options => options;

    /// <summary>The arguments of an occurrence, as the journal keeps them.</summary>
    public string ArgsOf(DateTimeOffset at)
        => ArgsJson.Write(registration.Args(new RecurringOccurrence(Name, at)), registration.ArgsType, json);
}
