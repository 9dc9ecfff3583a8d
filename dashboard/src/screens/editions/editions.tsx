// Editions: which address means what.
import { Route, Switch } from "wouter";
import "../../styles/editions.css";
import { decoded } from "../../address";
import { NotFound } from "../not-found";
import { CompareScreen } from "./compare";
import { DryRunScreen } from "./dry-run";
import { EditDraft, NewDraft } from "./edit-draft";
import { EditionList } from "./edition-list";
import { EditionView } from "./edition-view";
import { TryScreen } from "./try";

export function Editions() {
  return (
    <div className="editions">
      <Switch>
        <Route path="/editions" component={EditionList} />
        <Route path="/editions/new" component={NewDraft} />
        <Route path="/editions/dry-runs/:number">{({ number }) => <DryRunScreen number={number} />}</Route>
        <Route path="/editions/:named">{({ named }) => <EditionView named={decoded(named)} />}</Route>
        <Route path="/editions/:named/edit">{({ named }) => <EditDraft named={decoded(named)} />}</Route>
        <Route path="/editions/:named/compare">{({ named }) => <CompareScreen named={decoded(named)} />}</Route>
        <Route path="/editions/:named/try">{({ named }) => <TryScreen named={decoded(named)} />}</Route>
        <Route component={NotFound} />
      </Switch>
    </div>
  );
}
