namespace Leasehold.ServiceDefaults.Callers;

/// <summary>Who may call, bound from <c>Leasehold</c>.</summary>
/// <remarks>A change of configuration takes effect without a restart.</remarks>
public sealed class CallerOptions
{
    /// <summary>The keys.</summary>
    /// <value>
    /// None: in Development callers on this machine are accepted, as tenant <c>local</c>; elsewhere nothing starts.
    /// </value>
    public IList<ApiKeyOptions> Keys { get; } = [];
}
