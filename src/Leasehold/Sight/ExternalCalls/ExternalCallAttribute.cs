namespace Leasehold;

/// <summary>
/// Says that a method, or each method of a type, waits for something outside of this process that is not the
/// database, where the analyzers could not know: a message broker, a device, a client of one's own protocol.
/// </summary>
/// <remarks>Rules LH0001, LH0002 and LH0008 treat it as they treat a call of <c>HttpClient</c>.</remarks>
[AttributeUsage(
    AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Interface, AllowMultiple = false)]
public sealed class ExternalCallAttribute : Attribute;
