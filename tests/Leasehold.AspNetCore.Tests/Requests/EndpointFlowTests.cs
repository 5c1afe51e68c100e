namespace Leasehold.AspNetCore.Tests;

public sealed class EndpointFlowTests
{
    [Fact]
    public void NameFor_RequestWithoutRoute_NamesNoPath()
        => Assert.Equal("GET (no route)", EndpointFlow.Unrouted.NameFor("GET"));

    [Fact]
    public void NameFor_MethodInAnotherCase_IsTheSameName()
        => Assert.Same(EndpointFlow.Unrouted.NameFor("GET"), EndpointFlow.Unrouted.NameFor("get"));

    [Fact]
    public void NameFor_InventedMethods_ShareOneName()
        => Assert.Same(EndpointFlow.Unrouted.NameFor("X1"), EndpointFlow.Unrouted.NameFor("X2"));
}
