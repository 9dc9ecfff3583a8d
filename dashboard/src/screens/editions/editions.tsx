// Editions: which address means what.
import { Route, Switch } from "wouter";
import "../../styles/editions.css";
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
        <Route path="/editions/:named">{({ named }) => <EditionView named={decodeURIComponent(named)} />}</Route>
        <Route path="/editions/:named/edit">{({ named }) => <EditDraft named={decodeURIComponent(named)} />}</Route>
        <Route path="/editions/:named/compare">
          {({ named }) => <CompareScreen named={decodeURIComponent(named)} />}
        </Route>
        <Route path="/editions/:named/try">{({ named }) => <TryScreen named={decodeURIComponent(named)} />}</Route>
        <Route component={NotFound} />
      </Switch>
    </div>
  );
}
