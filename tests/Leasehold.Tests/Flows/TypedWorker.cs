namespace Leasehold.Tests.Flows;

/// <summary>A worker that the container makes itself.</summary>
internal sealed class TypedWorker : FlowWorker
{
    public TypedWorker(Action<FlowWorker> made) => made(this);
}
