// What the engine has from the module's assembly. Both are layered by their own namespaces: see Layering in the tests.
global using AsyncCSharp.Contract;
global using AsyncCSharp.Conversion;
global using AsyncCSharp.Interop;
global using AsyncCSharp.Reporting;
global using AsyncCSharp.Stopping;
global using AsyncCSharp.Text;
