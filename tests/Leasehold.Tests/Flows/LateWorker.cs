namespace Leasehold.Tests.Flows;

/// <summary>A worker by another name.</summary>
internal sealed class LateWorker : FlowWorker;
