namespace Leasehold.Durable;

/// <summary>One call of <c>AddOperation</c>.</summary>
/// <param name="Kind">The name it is stored under.</param>
/// <param name="Database">The database's name; null for the first.</param>
/// <param name="Resolve">Gets the operation.</param>
/// <param name="Configure">Its bounds in code.</param>
internal sealed record OperationRegistration(
    string Kind,
    string? Database,
    Func<IServiceProvider, DurableOperation> Resolve,
    Action<DurableOperationOptions>? Configure);
