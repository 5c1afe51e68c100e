namespace Leasehold;

/// <summary>External calls of one endpoint to one target while it held a connection.</summary>
/// <param name="Endpoint">The endpoint or job; outside any flow the method that leased.</param>
/// <param name="Target"><c>POST host:port</c>, or the name given to <see cref="ExternalCallGuard.Call"/>.</param>
/// <param name="Count">How many calls, since <paramref name="FirstAt"/>.</param>
/// <param name="FirstAt">When the first was seen.</param>
/// <param name="LastAt">When the last was seen.</param>
/// <param name="Holder">The lease that was held longest during the last of them.</param>
public sealed record GuardReport(
    string Endpoint, string Target, long Count, DateTimeOffset FirstAt, DateTimeOffset LastAt, Holder Holder);
